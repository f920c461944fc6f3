import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import fc from 'fast-check';
import pg from 'pg';
import { hashToken } from '../../platform/http/call.ts';
import {
  BUREAUS,
  EVALUATORS,
  ids,
  type PlannedApplication,
  type PlannedProvince,
  provinces,
  settle,
  tokenOf,
} from '../../../test/matrix/random-province.ts';
import {
  type Answer,
  type Client,
  startTestApp,
  type TestApp,
} from '../../../test/support/test-app.ts';
import type { Person } from '../../../test/support/world.ts';

const TODAY = '2025-03-01';

/** Somebody who looks, and whose they are. */
interface Looker {
  readonly name: string;
  readonly token: string;
  readonly kind: 'province' | 'bureau' | 'school' | 'evaluator' | 'technician';
  /** Number of the body within its kind. */
  readonly index: number;
}

interface Known {
  readonly institution: number;
  readonly round: number;
  readonly application: PlannedApplication;
}

const applicationsOf = (plan: PlannedProvince): Known[] =>
  plan.institutions.flatMap(({ applications }, institution) =>
    applications.flatMap((application, round) =>
      application === null ? [] : [{ institution, round, application }],
    ),
  );

const applicationIds = (known: readonly Known[]): string[] =>
  known.map(({ institution, round }) => ids.application(institution, round)).toSorted();

/** What the rule says, written here a second time: who reads which application. */
const readsApplication = (looker: Looker, { institution, application }: Known): boolean => {
  switch (looker.kind) {
    case 'province':
      return true;
    case 'school':
      return institution === looker.index;
    case 'bureau':
      return application.bureau === looker.index && application.isSubmitted;
    default:
      return false;
  }
};

/** The second wall knows bodies, not rules: a bureau's wall also lets through what its schools have not sent yet. */
const wallLetsThrough = (looker: Looker, known: Known): boolean =>
  looker.kind === 'bureau'
    ? known.application.bureau === looker.index
    : readsApplication(looker, known);

const answersFor = (
  plan: PlannedProvince,
  bureau: number,
  institution: number,
  on: string,
): boolean =>
  plan.institutions[institution]?.periods.some(
    (period) =>
      period.bureau === bureau && period.from <= on && (period.to === null || period.to > on),
  ) === true;

const everAnsweredFor = (plan: PlannedProvince, bureau: number, institution: number): boolean =>
  plan.institutions[institution]?.periods.some((period) => period.bureau === bureau) === true;

interface KnownFiling {
  readonly institution: number;
  readonly index: number;
  readonly evaluator: number;
}

const filingsOf = (plan: PlannedProvince): KnownFiling[] =>
  plan.institutions.flatMap(({ filings }, institution) =>
    filings.map((evaluator, index) => ({ institution, index, evaluator })),
  );

const readsFiling = (
  plan: PlannedProvince,
  looker: Looker,
  { institution }: KnownFiling,
): boolean => {
  if (looker.kind === 'province') return true;
  if (looker.kind === 'school') return institution === looker.index;
  return looker.kind === 'bureau' && answersFor(plan, looker.index, institution, TODAY);
};

const wallLetsFilingThrough = (
  plan: PlannedProvince,
  looker: Looker,
  filing: KnownFiling,
): boolean => {
  if (looker.kind === 'evaluator') return filing.evaluator === looker.index;
  if (looker.kind === 'bureau') return everAnsweredFor(plan, looker.index, filing.institution);
  return readsFiling(plan, looker, filing);
};

const filingIds = (filings: readonly KnownFiling[]): string[] =>
  filings.map(({ institution, index }) => ids.filing(institution, index)).toSorted();

describe('nobody sees a row outside their scope', () => {
  let app: TestApp;
  let owner: pg.Client;
  let walled: pg.Client;
  before(async () => {
    app = await startTestApp({ at: '2025-03-01T02:00:00.000Z' });
    owner = new pg.Client({ connectionString: app.databaseUrl });
    await owner.connect();
    walled = new pg.Client({
      connectionString: app.databaseUrl,
      options: '-c role=onex_app -c timezone=UTC',
    });
    await walled.connect();
  });
  after(async () => {
    await walled.end();
    await owner.end();
    await app.close();
  });

  const lookersOf = (plan: PlannedProvince): Looker[] => {
    const each = (kind: Looker['kind'], count: number): Looker[] =>
      Array.from({ length: count }, (_, index) => ({
        kind,
        index,
        name: `${kind}${index}`,
        token: tokenOf(`${kind}${index}`),
      }));
    const { reviewer, auditor, systemAdmin } = app.world.people;
    return [
      ...each('bureau', BUREAUS),
      ...each('school', plan.institutions.length),
      ...each('evaluator', EVALUATORS),
      { kind: 'province', index: 0, name: 'reviewer', token: reviewer.token },
      { kind: 'province', index: 0, name: 'auditor', token: auditor.token },
      { kind: 'technician', index: 0, name: 'systemAdmin', token: systemAdmin.token },
    ];
  };

  const clientOf = ({ token }: Looker): Client => app.as({ token } as Person);

  const rowIds = (answer: Answer, key = 'id'): string[] => {
    if (answer.status === 403) return [];
    assert.equal(answer.status, 200, answer.text);
    assert.equal(answer.body.total, answer.body.rows.length);
    return answer.body.rows.map((row: Record<string, string>) => row[key]).toSorted();
  };

  const checkLists = async (plan: PlannedProvince, looker: Looker): Promise<void> => {
    const client = clientOf(looker);
    const readable = applicationsOf(plan).filter((known) => readsApplication(looker, known));
    const listed = await client.get('/api/applications?pageSize=100');
    if (looker.kind === 'school') {
      assert.equal(listed.status, 403);
      const { body } = await client.get('/api/applications/mine');
      const own = body.rounds.flatMap(
        ({ applicationId }: { applicationId: string | null }) => applicationId ?? [],
      );
      assert.deepEqual(own.toSorted(), applicationIds(readable));
    } else {
      const sent = readable.filter(({ application }) => application.isSubmitted);
      assert.deepEqual(rowIds(listed), applicationIds(sent), looker.name);
    }
    const file = await client.get('/api/applications.csv');
    if (file.status === 200) {
      const receipts = applicationsOf(plan).map(
        ({ institution, round }) => `R-${institution}-${round}`,
      );
      const shown = receipts.filter((receipt) => file.text.includes(receipt));
      const sent = readable.filter(({ application }) => application.isSubmitted);
      assert.deepEqual(
        shown,
        sent.map(({ institution, round }) => `R-${institution}-${round}`),
        looker.name,
      );
    }
    const filings = filingsOf(plan).filter((filing) => readsFiling(plan, looker, filing));
    assert.deepEqual(
      rowIds(await client.get('/api/filings?pageSize=100')),
      filingIds(filings),
      looker.name,
    );
  };

  const BELOW = ['history', 'facts', 'submissions/1', 'plan'];

  const checkEach = async (plan: PlannedProvince, looker: Looker): Promise<void> => {
    const client = clientOf(looker);
    for (const known of applicationsOf(plan)) {
      const path = `/api/applications/${ids.application(known.institution, known.round)}`;
      const isOpen = readsApplication(looker, known);
      const { status, text } = await client.get(path);
      const closed = ['evaluator', 'technician'].includes(looker.kind) ? 403 : 404;
      assert.equal(status, isOpen ? 200 : closed, `${looker.name} ${path} ${text.slice(0, 200)}`);
      if (isOpen) continue;
      for (const below of BELOW)
        assert.equal(
          (await client.get(`${path}/${below}`)).status,
          closed,
          `${looker.name} ${below}`,
        );
    }
    for (const filing of filingsOf(plan)) {
      const { status } = await client.get(
        `/api/filings/${ids.filing(filing.institution, filing.index)}`,
      );
      assert.equal(
        status === 200,
        readsFiling(plan, looker, filing),
        `${looker.name} filing ${status}`,
      );
    }
  };

  /** What the database itself gives to this session when the query forgets every condition. */
  const behindTheWall = async (looker: Looker, table: string, column = 'id'): Promise<string[]> => {
    await walled.query('begin');
    try {
      const { rows: entered } = await walled.query(
        `select onex_enter($1, $2, interval '30 minutes') is not null as "in"`,
        [hashToken(looker.token), '2025-03-01T02:00:00.000Z'],
      );
      assert.deepEqual(entered, [{ in: true }], looker.name);
      const { rows } = await walled.query<{ id: string }>(
        `select ${column} as id from ${table} where ${column}::text like '00000000-0000-7000-9000-%' order by 1`,
      );
      return rows.map((row) => row.id);
    } finally {
      await walled.query('rollback');
    }
  };

  const CHILDREN = [
    ['application', 'id'],
    ['application_item', 'application_id'],
    ['application_submission', 'application_id'],
    ['review_decision', 'application_id'],
    ['review_remark', 'application_id'],
  ] as const;

  const checkWall = async (plan: PlannedProvince, looker: Looker): Promise<void> => {
    const through = applicationsOf(plan).filter((known) => wallLetsThrough(looker, known));
    for (const [table, column] of CHILDREN) {
      assert.deepEqual(
        await behindTheWall(looker, table, column),
        applicationIds(through),
        `${looker.name} ${table}`,
      );
    }
    const files = through.map(({ institution, round }) => ids.file(institution, round)).toSorted();
    assert.deepEqual(await behindTheWall(looker, 'stored_file'), files, looker.name);
    const filings = filingsOf(plan).filter((filing) => wallLetsFilingThrough(plan, looker, filing));
    assert.deepEqual(await behindTheWall(looker, 'filing'), filingIds(filings), looker.name);
    const seesMajors = (institution: number): boolean =>
      looker.kind === 'province' ||
      (looker.kind === 'school' && looker.index === institution) ||
      (looker.kind === 'bureau' && everAnsweredFor(plan, looker.index, institution));
    const majors = [...plan.institutions.keys()].filter(seesMajors).map(ids.major);
    assert.deepEqual(await behindTheWall(looker, 'institution_major'), majors, looker.name);
    const fetches = Array.from({ length: EVALUATORS }, (_, index) => index)
      .filter(
        (index) =>
          looker.kind === 'province' || (looker.kind === 'evaluator' && looker.index === index),
      )
      .map(ids.evaluator);
    assert.deepEqual(await behindTheWall(looker, 'filed_list_fetch'), fetches, looker.name);
  };

  const cells = { lists: 0, foreign: 0 };

  test('in any province, over HTTP and with the conditions of the query left out', async () => {
    await fc.assert(
      fc.asyncProperty(provinces, async (plan) => {
        await settle(owner, plan);
        for (const looker of lookersOf(plan)) {
          await checkLists(plan, looker);
          await checkEach(plan, looker);
          await checkWall(plan, looker);
          cells.lists += 1;
          cells.foreign += applicationsOf(plan).filter(
            (known) => !readsApplication(looker, known),
          ).length;
        }
      }),
      { numRuns: 6, endOnFailure: true },
    );
    assert.ok(cells.lists >= 48 && cells.foreign >= 50, JSON.stringify(cells));
  });

  test('without row-level security the second wall would show everything', async () => {
    const plan: PlannedProvince = {
      bureaus: BUREAUS,
      institutions: [0, 1].map((bureau) => ({
        periods: [],
        applications: [{ status: 'CITY_REVIEW', isSubmitted: true, bureau }],
        filings: [],
      })),
    };
    await settle(owner, plan);
    const [bureau] = lookersOf(plan);
    assert.ok(bureau !== undefined);
    await checkWall(plan, bureau);
    await owner.query('alter table application disable row level security');
    await assert.rejects(checkWall(plan, bureau), assert.AssertionError);
    await owner.query('alter table application enable row level security');
    await checkWall(plan, bureau);
  });
});
