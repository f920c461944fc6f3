import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import fc from 'fast-check';
import { SYSTEM } from '../../kernel/actor.ts';
import { registerConstraintTexts } from '../../platform/db/pg-errors.ts';
import { startTestApp, type TestApp } from '../../../test/support/test-app.ts';
import type { OrganizationName, PersonName } from '../../../test/support/world.ts';
import {
  getInstitutionFacts,
  organizationConstraintTexts,
  organizationRoutes,
  reviewingBureauOf,
} from './index.ts';

registerConstraintTexts(organizationConstraintTexts);

let app: TestApp;
before(async () => {
  app = await startTestApp({ routes: organizationRoutes });
});
after(async () => await app.close());

const as = (name: PersonName) => app.as(app.world.people[name]);
const idOf = (name: OrganizationName): string => app.world.organizations[name];

const assign = async (who: PersonName, institution: string, body: Record<string, unknown>) =>
  await as(who).post(`/api/organizations/${institution}/jurisdictions`, body);

interface PeriodRow {
  readonly id: string;
  readonly bureauName: string;
  readonly validFrom: string;
  readonly validTo: string | null;
  readonly version: number;
  readonly state: string;
}

const periodsOf = async (institution: string): Promise<PeriodRow[]> =>
  (await as('officeAdmin').get(`/api/organizations/${institution}`)).body.jurisdictions;

const bureauOn = async (institution: string, on: string): Promise<string | undefined> =>
  await app.database.read(
    SYSTEM,
    async (read) => (await reviewingBureauOf(read, institution, on))?.bureauName,
  );

let lastCode = 0;
/** A new secondary school that nobody answers for. */
const newSchool = async (more: Record<string, unknown> = {}): Promise<string> => {
  lastCode += 1;
  const { body } = await as('officeAdmin').post('/api/organizations', {
    kind: 'INSTITUTION',
    code: `new-${lastCode}`,
    name: `新设第${lastCode}职业学校`,
    institution: {
      institutionKind: 'SECONDARY_VOCATIONAL',
      affiliation: 'COUNTY',
      institutionCode: '',
      ...more,
    },
  });
  return body.id;
};

describe('assigning a bureau', () => {
  it('ends the open period on the day the new one begins', async () => {
    const school = await newSchool();
    assert.equal(
      (
        await assign('officeAdmin', school, {
          bureauId: idOf('eastBureau'),
          validFrom: '2020-01-01',
        })
      ).status,
      200,
    );
    const { status } = await assign('officeAdmin', school, {
      bureauId: idOf('westBureau'),
      validFrom: '2025-06-01',
      note: '区划调整',
    });
    assert.equal(status, 200);
    assert.deepEqual(
      (await periodsOf(school)).map(({ bureauName, validFrom, validTo, state }) => [
        bureauName,
        validFrom,
        validTo,
        state,
      ]),
      [
        ['西川市教育局', '2025-06-01', null, 'FUTURE'],
        ['东川市教育局', '2020-01-01', '2025-06-01', 'CURRENT'],
      ],
    );
    assert.equal(await bureauOn(school, '2025-05-31'), '东川市教育局');
    assert.equal(await bureauOn(school, '2025-06-01'), '西川市教育局');
    assert.equal(await bureauOn(school, '2019-12-31'), undefined);
  });

  it('on the same day corrects the bureau instead of making an empty period', async () => {
    const school = await newSchool();
    await assign('officeAdmin', school, { bureauId: idOf('eastBureau'), validFrom: '2025-01-01' });
    await assign('officeAdmin', school, { bureauId: idOf('westBureau'), validFrom: '2025-01-01' });
    const periods = await periodsOf(school);
    assert.deepEqual(
      periods.map(({ bureauName, validTo }) => [bureauName, validTo]),
      [['西川市教育局', null]],
    );
  });

  it('refuses dates that overlap, the bureau it has already, and what is no bureau or no institution', async () => {
    const school = await newSchool();
    await assign('officeAdmin', school, { bureauId: idOf('eastBureau'), validFrom: '2020-01-01' });
    const [open] = await periodsOf(school);
    await as('officeAdmin').post(`/api/organizations/jurisdictions/${open?.id}/end`, {
      version: open?.version,
      validTo: '2024-01-01',
    });
    const cases: [string, Record<string, unknown>, number, string][] = [
      [
        school,
        { bureauId: idOf('westBureau'), validFrom: '2023-12-31' },
        409,
        'organizations.jurisdiction_overlap',
      ],
      [
        school,
        { bureauId: idOf('westBureau'), validFrom: '2019-01-01' },
        409,
        'organizations.jurisdiction_overlap',
      ],
      [
        idOf('eastSchool'),
        { bureauId: idOf('westBureau'), validFrom: '2019-12-31' },
        409,
        'organizations.jurisdiction_overlap',
      ],
      [
        idOf('eastSchool'),
        { bureauId: idOf('eastBureau'), validFrom: '2025-02-01' },
        422,
        'organizations.same_bureau',
      ],
      [
        idOf('eastSchool'),
        { bureauId: idOf('college'), validFrom: '2025-02-01' },
        422,
        'organizations.not_a_bureau',
      ],
      [
        idOf('alphaOrg'),
        { bureauId: idOf('eastBureau'), validFrom: '2025-02-01' },
        422,
        'organizations.not_an_institution',
      ],
      [
        idOf('eastSchool'),
        { bureauId: idOf('westBureau'), validFrom: '2025-02-30' },
        400,
        'request.invalid',
      ],
    ];
    for (const [institution, body, status, code] of cases) {
      const answer = await assign('officeAdmin', institution, body);
      assert.deepEqual([answer.status, answer.body.code], [status, code], answer.text);
    }
    assert.equal(
      (
        await assign('officeAdmin', school, {
          bureauId: idOf('westBureau'),
          validFrom: '2024-01-01',
        })
      ).status,
      200,
    );
  });

  it('never leaves two periods of one institution on one day, whatever is tried', async () => {
    const school = await newSchool();
    const bureaus = [idOf('eastBureau'), idOf('westBureau')];
    const step = fc.record({
      bureau: fc.constantFrom(...bureaus),
      day: fc.integer({ min: 1, max: 28 }),
      isEnd: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 4 }), async (steps) => {
        for (const { bureau, day, isEnd } of steps) {
          const date = `2026-01-${String(day).padStart(2, '0')}`;
          const open = (await periodsOf(school)).find(({ validTo }) => validTo === null);
          if (isEnd && open !== undefined) {
            const path = `/api/organizations/jurisdictions/${open.id}/end`;
            await as('officeAdmin').post(path, { version: open.version, validTo: date });
          } else await assign('officeAdmin', school, { bureauId: bureau, validFrom: date });
        }
        const periods = (await periodsOf(school)).toReversed();
        for (const [index, { validFrom, validTo }] of periods.entries()) {
          assert.ok(validTo === null || validFrom < validTo);
          const next = periods[index + 1];
          assert.ok(next === undefined || (validTo !== null && validTo <= next.validFrom));
        }
      }),
      { numRuns: 15 },
    );
  });

  it('lets one of two assignments at the same moment win', async () => {
    const school = await newSchool();
    const answers = await Promise.all(
      ['eastBureau', 'westBureau'].map(
        async (bureau) =>
          await assign('officeAdmin', school, {
            bureauId: idOf(bureau as OrganizationName),
            validFrom: '2025-01-01',
          }),
      ),
    );
    assert.equal(
      answers.every(({ status }) => status < 500),
      true,
    );
    assert.equal((await periodsOf(school)).filter(({ validTo }) => validTo === null).length, 1);
  });

  it('is refused to everybody but the office administrator', async () => {
    for (const who of [
      'officeStaff',
      'reviewer',
      'eastAdmin',
      'eastSchoolAdmin',
      'auditor',
    ] as const) {
      const answer = await assign(who, idOf('eastSchool'), {
        bureauId: idOf('westBureau'),
        validFrom: '2025-02-01',
      });
      assert.equal(answer.status, 403, who);
    }
  });
});

describe('ending a jurisdiction', () => {
  const end = async (who: PersonName, id: string, body: Record<string, unknown>) =>
    await as(who).post(`/api/organizations/jurisdictions/${id}/end`, body);

  it('refuses a date that is not later, a stale version, a second end, strangers and unknown rows', async () => {
    const school = await newSchool();
    await assign('officeAdmin', school, { bureauId: idOf('eastBureau'), validFrom: '2025-01-01' });
    const [open] = await periodsOf(school);
    const id = open?.id ?? '';
    assert.equal((await end('officeStaff', id, { version: 1, validTo: '2025-02-01' })).status, 403);
    assert.equal(
      (await end('officeAdmin', id, { version: 1, validTo: '2025-01-01' })).body.field,
      'validTo',
    );
    assert.equal((await end('officeAdmin', id, { version: 7, validTo: '2025-02-01' })).status, 409);
    assert.equal((await end('officeAdmin', id, { version: 1, validTo: '2025-02-01' })).status, 200);
    assert.equal(
      (await end('officeAdmin', id, { version: 2, validTo: '2025-03-01' })).body.code,
      'organizations.already_ended',
    );
    assert.equal(
      (await end('officeAdmin', idOf('college'), { version: 1, validTo: '2025-03-01' })).status,
      404,
    );
    assert.equal(await bureauOn(school, '2025-02-01'), undefined);
  });
});

describe('the list of jurisdictions', () => {
  const list = async (who: PersonName, query: Record<string, string> = {}) =>
    await as(who).get('/api/organizations/jurisdictions', { query });

  it('shows a bureau its own rows only, and the province all', async () => {
    const { body } = await list('westReviewer');
    assert.equal(
      body.rows.every((row: { bureauName: string }) => row.bureauName === '西川市教育局'),
      true,
    );
    assert.equal((await list('auditor')).body.total > body.total, true);
    for (const who of ['eastSchoolAdmin', 'alphaAdmin', 'systemAdmin'] as const) {
      assert.equal((await list(who)).status, 403);
    }
  });

  it('filters by state, bureau, institution and name', async () => {
    const states = async (state: string): Promise<Set<string>> =>
      new Set((await list('officeAdmin', { state })).body.rows.map((row: PeriodRow) => row.state));
    for (const state of ['CURRENT', 'FUTURE', 'ENDED'])
      assert.deepEqual([...(await states(state))], [state]);
    assert.equal((await list('officeAdmin', { institutionId: idOf('eastSchool') })).body.total, 1);
    assert.equal(
      (await list('officeAdmin', { q: '东川职业', bureauId: idOf('westBureau') })).body.total,
      0,
    );
    assert.equal(
      (await list('officeAdmin', { q: '东川职业', bureauId: idOf('eastBureau') })).body.total,
      1,
    );
  });

  it('comes as CSV in the words of the import', async () => {
    const { text } = await as('officeAdmin').get('/api/organizations/jurisdictions.csv');
    assert.match(text, /^\uFEFF院校编码,院校名称,.*管辖部门编码,管辖部门名称,开始日期,结束日期/);
  });
});

describe('institutions without a bureau', () => {
  const missing = async (): Promise<string[]> => {
    const { body } = await as('officeStaff').get('/api/organizations/without-bureau', {
      query: { pageSize: '100' },
    });
    return body.rows.map(({ id }: { id: string }) => id);
  };

  it('are 地方中职 without a period in force, and nobody else', async () => {
    const county = await newSchool();
    const isPrivate = await newSchool({ affiliation: 'PRIVATE' });
    const provincial = await newSchool({ affiliation: 'PROVINCIAL' });
    const ids = await missing();
    assert.equal(ids.includes(county) && ids.includes(isPrivate), true);
    for (const id of [provincial, idOf('college'), idOf('provincialSchool'), idOf('eastSchool')]) {
      assert.equal(ids.includes(id), false);
    }
    // Until the period begins, its applications have nowhere to go.
    await assign('officeAdmin', county, { bureauId: idOf('eastBureau'), validFrom: '2030-01-01' });
    assert.equal((await missing()).includes(county), true);
    await assign('officeAdmin', isPrivate, {
      bureauId: idOf('eastBureau'),
      validFrom: '2020-01-01',
    });
    assert.equal((await missing()).includes(isPrivate), false);
  });

  it('are the province’s to-do, refused to bureaus and schools', async () => {
    for (const who of ['eastAdmin', 'eastSchoolAdmin', 'alphaAdmin'] as const) {
      assert.equal((await as(who).get('/api/organizations/without-bureau')).status, 403);
    }
  });
});

describe('what other features learn of an institution', () => {
  it('is its kind, affiliation and route; a bureau is none', async () => {
    const facts = await app.database.read(SYSTEM, (read) =>
      getInstitutionFacts(read, idOf('provincialSchool')),
    );
    assert.deepEqual(
      [facts.reviewRoute, facts.affiliation, facts.status],
      ['PROVINCE', 'PROVINCIAL', 'ACTIVE'],
    );
    await assert.rejects(
      app.database.read(SYSTEM, (read) => getInstitutionFacts(read, idOf('eastBureau'))),
      { code: 'organizations.not_found' },
    );
  });
});
