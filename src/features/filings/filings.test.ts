import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { type Answer, startTestApp, type TestApp } from '../../../test/support/test-app.ts';
import type { Actor } from '../../kernel/actor.ts';
import { SYSTEM } from '../../kernel/actor.ts';
import { sqlBuilder } from '../../platform/db/database.ts';
import { registerConstraintTexts } from '../../platform/db/pg-errors.ts';
import { inState, openRound, submitted } from '../applications/factory.ts';
import { applicationConstraintTexts, applicationRoutes } from '../applications/index.ts';
import { organizationRoutes } from '../organizations/index.ts';
import { roundConstraintTexts, roundRoutes } from '../rounds/index.ts';
import {
  approved,
  asOwner,
  confirmationOf,
  confirmed,
  fillProvince,
  preview,
  setNumberPrefix,
} from './factory.ts';
import { expireDue, filingConstraintTexts, filingRoutes } from './index.ts';

for (const texts of [roundConstraintTexts, applicationConstraintTexts, filingConstraintTexts]) {
  registerConstraintTexts(texts);
}
const routes = [...organizationRoutes, ...roundRoutes, ...applicationRoutes, ...filingRoutes];

const start = async (): Promise<{ app: TestApp; roundId: string }> => {
  const app = await startTestApp({ routes });
  await setNumberPrefix(app);
  return { app, roundId: await openRound(app) };
};

const office = (app: TestApp) => app.as(app.world.people.officeAdmin);
const rowsOf = async (
  app: TestApp,
  roundId: string,
  number: number,
  query = '',
): Promise<Answer['body'][]> =>
  (await app.as().get(`/api/public/filed-lists/${roundId}/${number}/rows?pageSize=100${query}`))
    .body.rows;

const numbersIn = async (app: TestApp): Promise<string[]> =>
  (await asOwner(app, 'select filing_number from filing order by filing_number')).rows.map(
    (row) => row.filing_number,
  );

const gapFree = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => `YL1X-2025-01-${String(index + 1).padStart(6, '0')}`);

describe('confirming a filed list', () => {
  let app: TestApp;
  let roundId: string;
  before(async () => {
    ({ app, roundId } = await start());
  });
  after(async () => await app.close());

  it('has nothing to confirm before anything is approved', async () => {
    const seen = await preview(app, roundId);
    assert.equal(seen.rowCount, 0);
    assert.equal(seen.hasChanges, false);
    const answer = await office(app).post(
      `/api/filed-lists/${roundId}/editions`,
      confirmationOf(seen),
    );
    assert.equal(answer.status, 422);
    assert.equal(answer.body.code, 'filings.nothing_changed');
  });

  it('shows beforehand what would be filed and what is still open', async () => {
    await approved(app, 'college', roundId);
    await submitted(app, 'university', roundId);
    const seen = await preview(app, roundId);
    assert.equal(seen.rowCount, 2);
    assert.equal(seen.addedCount, 2);
    assert.equal(seen.applicationCount, 1);
    assert.equal(seen.openApplicationCount, 1);
    assert.equal(seen.firstNumber, 'YL1X-2025-01-000001');
    assert.equal(seen.lastNumber, 'YL1X-2025-01-000002');
    const rows = await office(app).get(`/api/filed-lists/${roundId}/preview/rows?change=ADDED`);
    assert.equal(rows.body.total, 2);
    const none = await office(app).get(`/api/filed-lists/${roundId}/preview/rows?q=查无此校`);
    assert.equal(none.body.total, 0);
    assert.deepEqual(await numbersIn(app), []);
  });

  it('is refused to everybody but the head of the office', async () => {
    const seen = await preview(app, roundId);
    const { people } = app.world;
    for (const person of [
      people.officeStaff,
      people.reviewer,
      people.eastReviewer,
      people.collegeAdmin,
      people.alphaAdmin,
    ]) {
      const answer = await app
        .as(person)
        .post(`/api/filed-lists/${roundId}/editions`, confirmationOf(seen));
      assert.equal(answer.status, 403, person.name);
    }
    assert.equal(
      (await app.as(people.reviewer).get(`/api/filed-lists/${roundId}/preview`)).status,
      403,
    );
    assert.equal(
      (await app.as(people.collegeAdmin).get(`/api/filed-lists/${roundId}/preview/rows`)).status,
      403,
    );
    assert.equal(
      (await app.as().post(`/api/filed-lists/${roundId}/editions`, confirmationOf(seen))).status,
      401,
    );
  });

  it('asks for the number of rows and for the very list that was shown', async () => {
    const seen = await preview(app, roundId);
    const post = (more: Record<string, unknown>) =>
      office(app).post(`/api/filed-lists/${roundId}/editions`, confirmationOf(seen, more));
    assert.equal((await post({ expectedRowCount: 3 })).body.code, 'filings.row_count_mismatch');
    assert.equal(
      (await post({ previewHash: '0'.repeat(64) })).body.code,
      'filings.preview_outdated',
    );
    assert.equal((await post({ previewHash: 'x' })).status, 400);
    assert.equal((await post({ expectedRowCount: '2' })).status, 400);
    assert.deepEqual(await numbersIn(app), []);
  });

  it('files, numbers and closes in one step, and the hash is that of the preview', async () => {
    const seen = await preview(app, roundId);
    const answer = await office(app).post(
      `/api/filed-lists/${roundId}/editions`,
      confirmationOf(seen, { note: '第一次确认' }),
    );
    assert.equal(answer.status, 200, answer.text);
    assert.equal(answer.body.number, 1);
    assert.equal(answer.body.contentHash, seen.previewHash);
    assert.equal(answer.body.confirmerName, app.world.people.officeAdmin.name);
    assert.equal(answer.body.confirmedBy, '云岭省项目办公室');
    assert.deepEqual(await numbersIn(app), gapFree(2));
    const application = await office(app).get('/api/applications?status=FILED');
    assert.equal(application.body.total, 1);
    const after = await preview(app, roundId);
    assert.equal(after.hasChanges, false);
    assert.equal(after.number, 2);
  });

  it('is outdated once a decision came in between, and nothing is filed then', async () => {
    const seen = await preview(app, roundId);
    await approved(app, 'provincialSchool', roundId);
    const answer = await office(app).post(
      `/api/filed-lists/${roundId}/editions`,
      confirmationOf(seen),
    );
    assert.equal(answer.status, 409);
    assert.equal(answer.body.code, 'filings.preview_outdated');
    assert.deepEqual(await numbersIn(app), gapFree(2));
    await confirmed(app, roundId);
    assert.deepEqual(await numbersIn(app), gapFree(4));
  });

  it('gives one edition to the first of several who confirm at once, without a gap', async () => {
    await approved(app, 'westSchool', roundId);
    const seen = await preview(app, roundId);
    const all = await Promise.all(
      Array.from({ length: 5 }, () =>
        office(app).post(`/api/filed-lists/${roundId}/editions`, confirmationOf(seen)),
      ),
    );
    assert.deepEqual(
      all.map((answer) => answer.status).toSorted((left, right) => left - right),
      [200, 409, 409, 409, 409],
    );
    assert.deepEqual(await numbersIn(app), gapFree(6));
    const editions = await office(app).get(`/api/filed-lists?roundId=${roundId}`);
    assert.deepEqual(
      editions.body.rows.map((row: { number: number; isCurrent: boolean }) => [
        row.number,
        row.isCurrent,
      ]),
      [
        [3, true],
        [2, false],
        [1, false],
      ],
    );
  });

  it('loses no number when the transaction is rolled back after numbering', async () => {
    await inState(app, roundId, 'PARTIALLY_APPROVED');
    await asOwner(
      app,
      `create function refuse_edition() returns trigger language plpgsql as
         $$ begin raise exception 'no room'; end $$;
       create trigger refuse_edition before insert on filed_list_edition execute function refuse_edition()`,
    );
    const seen = await preview(app, roundId);
    const failed = await office(app).post(
      `/api/filed-lists/${roundId}/editions`,
      confirmationOf(seen),
    );
    assert.equal(failed.status, 500);
    assert.deepEqual(await numbersIn(app), gapFree(6));
    assert.equal(
      (await office(app).get('/api/applications?status=PARTIALLY_APPROVED')).body.total,
      1,
    );
    await asOwner(app, 'drop trigger refuse_edition on filed_list_edition');
    const edition = await confirmed(app, roundId);
    assert.deepEqual(await numbersIn(app), gapFree(7));
    assert.equal(edition.addedCount, 1);
  });

  it('leaves one audit row of the list and one of each application', async () => {
    const { rows } = await asOwner(
      app,
      `select action, count(*)::int as count from audit_event
        where outcome = 'done' and action in ('filings.confirm', 'applications.file') group by action order by action`,
    );
    assert.deepEqual(rows, [
      { action: 'applications.file', count: 4 },
      { action: 'filings.confirm', count: 4 },
    ]);
  });

  it('cannot be changed afterwards, not even by a mistake of ours', async () => {
    await assert.rejects(
      app.database.transaction(SYSTEM, (tx) =>
        tx.run(sqlBuilder.updateTable('filed_list_row').set({ headcount: 1 })),
      ),
      /permission denied/,
    );
  });

  it('needs a prefix that the office has chosen', async () => {
    await asOwner(app, `delete from setting where key = 'filing_number'`);
    const answer = await office(app).get(`/api/filed-lists/${roundId}/preview`);
    assert.equal(answer.status, 422);
    assert.equal(answer.body.code, 'filings.prefix_missing');
    await setNumberPrefix(app);
  });

  it('belongs to published rounds', async () => {
    const draft = await office(app).post('/api/rounds', {
      year: 2026,
      sequence: 1,
      title: '草稿',
      opensAt: '2026-02-13T16:00:00.000Z',
      closesAt: '2026-04-07T16:00:00.000Z',
      cityReviewDueAt: '2026-04-17T16:00:00.000Z',
      provincialReviewDueAt: '2026-04-27T16:00:00.000Z',
      eligibleKinds: ['HIGHER_VOCATIONAL'],
    });
    const answer = await office(app).get(`/api/filed-lists/${draft.body.id}/preview`);
    assert.equal(answer.status, 409);
    assert.equal(
      (await office(app).get('/api/filed-lists/00000000-0000-7000-8000-000000000999/preview'))
        .status,
      404,
    );
  });
});

describe('editions', () => {
  let app: TestApp;
  let roundId: string;
  let cancelledId: string;
  before(async () => {
    ({ app, roundId } = await start());
    await approved(app, 'college', roundId);
    await approved(app, 'westSchool', roundId);
    await confirmed(app, roundId);
    const { body } = await office(app).get('/api/filings?sort=filingNumber');
    cancelledId = body.rows[0].id;
  });
  after(async () => await app.close());

  it('show a cancelled filing as removed and a renamed body as changed', async () => {
    const path = `/api/filings/${cancelledId}/cancellation`;
    assert.equal((await office(app).post(path, { version: 1, reason: '' })).status, 400);
    const { people } = app.world;
    for (const person of [
      people.officeStaff,
      people.reviewer,
      people.collegeAdmin,
      people.alphaAdmin,
    ]) {
      assert.equal(
        (await app.as(person).post(path, { version: 1, reason: '越权' })).status,
        403,
        person.name,
      );
    }
    const answer = await office(app).post(path, { version: 1, reason: '院校申请退出该证书试点' });
    assert.equal(answer.status, 200, answer.text);
    assert.equal(answer.body.status, 'FILING_CANCELLED');
    const historyPath = `/api/filings/${cancelledId}/history`;
    const history = await app.as(people.auditor).get(historyPath);
    assert.equal(history.body.rows.at(-1).reason, '院校申请退出该证书试点');
    assert.equal(history.body.rows.at(-1).who, people.officeAdmin.name);
    const forSchool = await app.as(people.collegeStaff).get(historyPath);
    assert.equal(forSchool.body.rows.at(-1).who, '云岭省项目办公室');
    assert.equal((await app.as(people.eastReviewer).get(historyPath)).status, 404);
    assert.equal((await office(app).post(path, { version: 2, reason: '再来' })).status, 409);
    await asOwner(
      app,
      `update organization set name = '西川职业教育中心' where code = 'westSchool'`,
    );
    const edition = await confirmed(app, roundId);
    assert.deepEqual(
      [
        edition.number,
        edition.rowCount,
        edition.addedCount,
        edition.changedCount,
        edition.removedCount,
      ],
      [2, 3, 0, 2, 1],
    );
    const rows = await rowsOf(app, roundId, 2);
    assert.deepEqual(rows.map((row): string => row.change).toSorted(), [
      'CHANGED',
      'CHANGED',
      'REMOVED',
      'SAME',
    ]);
  });

  it('are refused at a stale version of the filing', async () => {
    const { body } = await office(app).get('/api/filings?status=FILED');
    const path = `/api/filings/${body.rows[0].id}/cancellation`;
    assert.equal(
      (await office(app).post(path, { version: 9, reason: '过期页面' })).body.code,
      'record.changed',
    );
  });

  it('can be compared with any other edition of the round', async () => {
    const path = `/api/filed-lists/${roundId}/editions`;
    const changes = await office(app).get(`${path}/2/changes`);
    assert.equal(changes.body.total, 3);
    const renamed = changes.body.rows.find((row: { change: string }) => row.change === 'CHANGED');
    assert.equal(renamed.before.institutionName, '西川职教中心');
    assert.equal(renamed.after.institutionName, '西川职业教育中心');
    const removed = await office(app).get(`${path}/2/changes?change=REMOVED`);
    assert.equal(removed.body.total, 1);
    assert.equal(removed.body.rows[0].after, null);
    assert.equal((await office(app).get(`${path}/2/changes?against=2`)).body.total, 0);
    assert.equal((await office(app).get(`${path}/1/changes`)).body.total, 4);
    assert.equal((await office(app).get(`${path}/2/changes?against=7`)).status, 404);
    assert.equal((await app.as().get(`${path}/2/changes`)).status, 401);
    assert.match((await office(app).get(`${path}/2/changes.csv`)).text, /西川职业教育中心/);
  });

  it('are published with a hash that anybody can compute again from the file', async () => {
    for (const number of [1, 2]) {
      const answer = await app
        .as()
        .get(`/api/public/filed-lists/${roundId}/${number}/download.json`);
      assert.equal(answer.status, 200);
      const file = JSON.parse(answer.text);
      // RFC 8785 in three lines, without any of our code.
      const canonical = JSON.stringify(file.rows, (_key, value: unknown) =>
        typeof value === 'object' && value !== null && !Array.isArray(value)
          ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
          : value,
      );
      assert.equal(createHash('sha256').update(canonical, 'utf8').digest('hex'), file.contentHash);
      assert.equal(
        file.rows.filter((row: { change: string }) => row.change !== 'REMOVED').length,
        file.rowCount,
      );
    }
  });

  it('name no person in public, and the person only to the province', async () => {
    const names = Object.values(app.world.people).map((person) => person.name);
    const paths = [
      '/api/public/filed-lists',
      `/api/public/filed-lists/${roundId}/2`,
      `/api/public/filed-lists/${roundId}/2/rows`,
      `/api/public/filed-lists/${roundId}/2/download.json`,
      `/api/public/filed-lists/${roundId}/2/download.csv`,
    ];
    for (const path of paths) {
      const answer = await app.as().get(path);
      assert.equal(answer.status, 200, path);
      for (const name of names) assert.ok(!answer.text.includes(name), `${path} names ${name}`);
      assert.ok(!answer.text.includes('校领导甲') && !answer.text.includes('029-88880000'), path);
    }
    const edition = `/api/filed-lists/${roundId}/editions/2`;
    const { people } = app.world;
    assert.equal(
      (await app.as(people.auditor).get(edition)).body.confirmerName,
      people.officeAdmin.name,
    );
    for (const person of [people.collegeAdmin, people.alphaAdmin, people.eastReviewer]) {
      assert.equal((await app.as(person).get(edition)).body.confirmerName, null);
    }
    assert.equal((await app.as().get(edition)).status, 401);
  });

  it('filter, sort and page in public', async () => {
    assert.equal((await rowsOf(app, roundId, 2, '&q=西川')).length, 2);
    assert.equal((await rowsOf(app, roundId, 2, '&change=REMOVED')).length, 1);
    assert.equal((await rowsOf(app, roundId, 2, '&level=3')).length, 0);
    assert.equal(
      (await rowsOf(app, roundId, 2, '&institutionKind=SECONDARY_VOCATIONAL')).length,
      2,
    );
    const path = `/api/public/filed-lists/${roundId}/2/rows`;
    assert.equal((await app.as().get(`${path}?sort=searchText`)).status, 400);
    assert.equal((await app.as().get(`${path}?level=9`)).status, 400);
    assert.equal((await app.as().get(`/api/public/filed-lists/${roundId}/77/rows`)).status, 404);
    assert.equal((await app.as().get('/api/public/filed-lists/not-a-round/1')).status, 404);
  });

  it('expire with the year, each filing once, and are not cancelled after that', async () => {
    app.clock.set('2025-12-31T15:59:59.999Z');
    assert.equal(await expireDue(app.database, app.clock.now()), 0);
    app.clock.set('2025-12-31T16:00:00.000Z');
    const { body } = await office(app).get('/api/filings?status=FILED');
    const late = await office(app).post(`/api/filings/${body.rows[0].id}/cancellation`, {
      version: 1,
      reason: '已到期',
    });
    assert.equal(late.status, 422);
    assert.deepEqual(body.rows[0].permittedActions, []);
    const [one, two] = await Promise.all([
      expireDue(app.database, app.clock.now()),
      expireDue(app.database, app.clock.now()),
    ]);
    assert.equal(one + two, 3);
    assert.equal(await expireDue(app.database, app.clock.now()), 0);
    const { rows } = await asOwner(
      app,
      `select count(*)::int as count from audit_event where action = 'filings.expire'`,
    );
    assert.equal(rows[0].count, 3);
    assert.equal((await office(app).get('/api/filings?status=FILING_CANCELLED')).body.total, 1);
  });

  it('file nothing after the end of the year', async () => {
    const { people, organizations } = app.world;
    await asOwner(
      app,
      `insert into application (id, round_id, institution_id, status, receipt_number, submitted_at, submitted_by,
                                submission_count, conditions, created_at, updated_at)
       values ('00000000-0000-7000-8000-00000000aaaa', $1, $2, 'APPROVED', 'late', now(), $3, 1, '[]', now(), now())`,
      [roundId, organizations.university, people.universityAdmin.id],
    );
    await asOwner(
      app,
      `insert into application_item (id, application_id, position, certificate_level_id, planned_headcount,
                                     provincial_decision, approved_headcount)
       values (gen_random_uuid(), '00000000-0000-7000-8000-00000000aaaa', 1, $1, 5, 'APPROVED', 5)`,
      [app.world.levels.alpha1],
    );
    const seen = await preview(app, roundId);
    const answer = await office(app).post(
      `/api/filed-lists/${roundId}/editions`,
      confirmationOf(seen),
    );
    assert.equal(answer.body.code, 'filings.year_is_over');
  });
});

describe('filings by scope', () => {
  let app: TestApp;
  before(async () => {
    const started = await start();
    ({ app } = started);
    for (const school of ['college', 'eastSchool', 'westSchool'] as const) {
      await approved(app, school, started.roundId);
    }
    await confirmed(app, started.roundId);
  });
  after(async () => await app.close());

  it('are all for the province, the bureau’s own for a bureau, the school’s own for a school', async () => {
    const { people } = app.world;
    for (const [person, expected] of [
      [people.officeAdmin, 6],
      [people.reviewer, 6],
      [people.auditor, 6],
      [people.eastViewer, 2],
      [people.westReviewer, 2],
      [people.collegeStaff, 2],
      [people.eastSchoolLeader, 2],
      [people.universityAdmin, 0],
    ] as const) {
      const answer = await app.as(person).get('/api/filings');
      assert.equal(answer.body.total, expected, person.name);
    }
    for (const person of [people.alphaAdmin, people.systemAdmin]) {
      assert.equal((await app.as(person).get('/api/filings')).status, 403, person.name);
    }
  });

  it('outside the scope are not found', async () => {
    const { people } = app.world;
    const own = (await app.as(people.collegeAdmin).get('/api/filings')).body.rows[0];
    assert.equal((await app.as(people.collegeAdmin).get(`/api/filings/${own.id}`)).status, 200);
    for (const person of [people.universityAdmin, people.eastReviewer, people.westSchoolAdmin]) {
      assert.equal((await app.as(person).get(`/api/filings/${own.id}`)).status, 404, person.name);
    }
    const other = await app
      .as(people.eastReviewer)
      .get(`/api/filings?institutionId=${own.institutionId}`);
    assert.equal(other.body.total, 0);
  });

  it('stay behind row-level security when a query forgets its scope', async () => {
    const { people } = app.world;
    const counts: number[] = [];
    for (const [person, kind] of [
      [people.alphaAdmin, 'EVALUATION_ORGANIZATION'],
      [people.collegeStaff, 'INSTITUTION'],
      [people.westReviewer, 'CITY_BUREAU'],
      [people.systemAdmin, 'PROJECT_OFFICE'],
    ] as const) {
      const actor: Actor = {
        kind: 'person',
        userId: person.id,
        name: person.name,
        organizationId: person.organizationId,
        organizationName: '',
        organizationKind: kind,
        roles: person.roles,
        affiliatedInstitutionIds: [],
        sessionId: person.id,
      };
      const all = sqlBuilder
        .selectFrom('filing')
        .select((of) => of.fn.countAll<number>().as('count'));
      counts.push((await app.database.read(actor, (read) => read.one(all))).count);
    }
    assert.deepEqual(counts, [3, 2, 2, 0]);
  });

  it('leave a bureau’s list when the jurisdiction ends', async () => {
    const { people } = app.world;
    await asOwner(app, `update jurisdiction set valid_to = '2025-03-01' where bureau_id = $1`, [
      people.westReviewer.organizationId,
    ]);
    assert.equal((await app.as(people.westReviewer).get('/api/filings')).body.total, 0);
  });

  it('are found by name, pinyin-free text and number, and exported', async () => {
    assert.equal((await office(app).get('/api/filings', { query: { q: '东川' } })).body.total, 2);
    assert.equal(
      (await office(app).get('/api/filings', { query: { q: '智能装配' } })).body.total,
      3,
    );
    assert.equal((await office(app).get('/api/filings', { query: { q: '000006' } })).body.total, 1);
    assert.equal((await office(app).get('/api/filings', { query: { q: '%' } })).body.total, 0);
    assert.match((await office(app).get('/api/filings.csv')).text, /YL1X-2025-01-000006/);
  });
});

describe('fetch receipts', () => {
  let app: TestApp;
  let roundId: string;
  let path: string;
  before(async () => {
    ({ app, roundId } = await start());
    await approved(app, 'college', roundId);
    await confirmed(app, roundId);
    path = `/api/own-filed-lists/${roundId}/1`;
  });
  after(async () => await app.close());

  const receipts = async (query = ''): Promise<Answer['body']> =>
    (await office(app).get(`/api/filed-lists/${roundId}/editions/1/receipts${query}`)).body;

  it('stand at nothing until an organization opens the list', async () => {
    const body = await receipts();
    assert.deepEqual(
      body.rows.map((row: { organizationName: string; lastAt: null }) => [
        row.organizationName,
        row.lastAt,
      ]),
      [
        ['丙丁评价中心', null],
        ['甲乙评价有限公司', null],
      ],
    );
    assert.equal((await receipts('?fetched=no')).total, 2);
  });

  it('are left by opening, once for an account and a day; the rows stay closed before', async () => {
    const alpha = app.as(app.world.people.alphaAdmin);
    assert.equal((await alpha.get(`${path}/rows`)).body.code, 'filings.open_first');
    const opened = await Promise.all([
      alpha.post(`${path}/opening`),
      alpha.post(`${path}/opening`),
    ]);
    assert.deepEqual(
      opened.map((answer) => answer.status),
      [200, 200],
    );
    assert.equal(opened[0]?.body.ownRowCount, 1);
    const rows = await alpha.get(`${path}/rows`);
    assert.equal(rows.body.total, 1);
    assert.equal(rows.body.rows[0].evaluationOrganizationName, '甲乙评价有限公司');
    const [receipt] = (await receipts('?fetched=yes')).rows;
    assert.deepEqual(
      [receipt.pageCount, receipt.csvCount, receipt.jsonCount, receipt.rowCount],
      [1, 0, 0, 1],
    );
    // 24:00 in Beijing is 16:00 UTC: the next day counts anew.
    app.clock.set('2025-03-01T15:59:59.999Z');
    await alpha.post(`${path}/opening`);
    assert.equal((await receipts('?fetched=yes')).rows[0].pageCount, 1);
    app.clock.set('2025-03-01T16:00:00.000Z');
    await alpha.post(`${path}/opening`);
    assert.equal((await receipts('?fetched=yes')).rows[0].pageCount, 2);
  });

  it('count each account by itself and every download', async () => {
    const staff = app.as(app.world.people.alphaStaff);
    assert.equal((await staff.get(`${path}/rows`)).status, 409);
    const csv = await staff.get(`${path}/rows.csv`);
    assert.equal(csv.status, 200);
    assert.match(csv.text, /甲乙评价有限公司/);
    assert.doesNotMatch(csv.text, /丙丁评价中心/);
    await staff.get(`${path}/rows.csv`);
    const json = JSON.parse((await staff.get(`${path}/rows.json`)).text);
    assert.equal(json.rows.length, 1);
    const [receipt] = (await receipts('?fetched=yes')).rows;
    assert.deepEqual([receipt.csvCount, receipt.jsonCount], [2, 1]);
    const events = await office(app).get(
      `/api/filed-lists/${roundId}/editions/1/fetches?organizationId=${app.world.organizations.alphaOrg}`,
    );
    assert.deepEqual(events.body.rows.map((row: { format: string }) => row.format).toSorted(), [
      'CSV',
      'CSV',
      'JSON',
      'PAGE',
      'PAGE',
    ]);
    assert.equal((await receipts('?fetched=no')).rows[0].organizationName, '丙丁评价中心');
  });

  it('are the province’s to read and the evaluation organizations’ to leave', async () => {
    const { people } = app.world;
    for (const person of [people.alphaAdmin, people.collegeAdmin, people.eastReviewer]) {
      assert.equal(
        (await app.as(person).get(`/api/filed-lists/${roundId}/editions/1/receipts`)).status,
        403,
      );
      assert.equal(
        (await app.as(person).get(`/api/filed-lists/${roundId}/editions/1/fetches`)).status,
        403,
      );
    }
    for (const person of [people.officeAdmin, people.collegeAdmin, people.eastReviewer]) {
      assert.equal((await app.as(person).post(`${path}/opening`)).status, 403);
      assert.equal((await app.as(person).get(`${path}/rows`)).status, 403);
      assert.equal((await app.as(person).get(`${path}/rows.csv`)).status, 403);
      assert.equal((await app.as(person).get(`${path}/rows.json`)).status, 403);
      assert.equal((await app.as(person).get('/api/own-filed-lists')).status, 403);
    }
    assert.equal((await app.as().get(`${path}/rows.csv`)).status, 401);
    const own = await app.as(people.betaAdmin).get('/api/own-filed-lists');
    assert.equal(own.body.rows[0].ownRowCount, 1);
    assert.equal(own.body.rows[0].fetchedAt, null);
    assert.equal(
      (await app.as(people.betaAdmin).post(`/api/own-filed-lists/${roundId}/9/opening`)).status,
      404,
    );
  });
});

describe('a whole province', () => {
  let app: TestApp;
  let roundId: string;
  before(async () => {
    ({ app, roundId } = await start());
    await fillProvince(app, roundId, { schools: 400, items: 25 });
  });
  after(async () => await app.close());

  it('of 10,000 items is confirmed in seconds, gap-free, whatever the size of one insert', async () => {
    const seen = await preview(app, roundId);
    assert.equal(seen.rowCount, 10_000);
    const begun = performance.now();
    const answer = await office(app).post(
      `/api/filed-lists/${roundId}/editions`,
      confirmationOf(seen),
    );
    assert.equal(answer.status, 200, answer.text);
    // Measured: 2.7 s on two shared cores. Written row by row it would take minutes.
    assert.ok(performance.now() - begun < 10_000, `${performance.now() - begun} ms`);
    assert.deepEqual(await numbersIn(app), gapFree(10_000));
    const { rows } = await asOwner(
      app,
      `select count(*)::int as count from application where status <> 'FILED'`,
    );
    assert.equal(rows[0].count, 0);
  });

  it('is compared and downloaded in full', async () => {
    const json = await app.as().get(`/api/public/filed-lists/${roundId}/1/download.json`);
    assert.equal(JSON.parse(json.text).rows.length, 10_000);
    const csv = await app.as().get(`/api/public/filed-lists/${roundId}/1/download.csv`);
    assert.equal(csv.text.trimEnd().split('\r\n').length, 10_001);
  });
});
