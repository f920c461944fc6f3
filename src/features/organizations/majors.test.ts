import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { SYSTEM } from '../../kernel/actor.ts';
import { registerConstraintTexts } from '../../platform/db/pg-errors.ts';
import { sqlBuilder } from '../../platform/db/database.ts';
import { startTestApp, type TestApp } from '../../../test/support/test-app.ts';
import type { OrganizationName, PersonName } from '../../../test/support/world.ts';
import {
  importMajors,
  institutionMajorsOf,
  organizationConstraintTexts,
  organizationRoutes,
} from './index.ts';

registerConstraintTexts(organizationConstraintTexts);

const MAJORS = [
  ['710201', '计算机应用', '中职', '否'],
  ['710202', '计算机网络技术', '中职', '否'],
  ['520201', '护理', '高职专科', '是'],
  ['720201', '护理', '中职', '是'],
  ['690206', '制糖𠮷工艺', '中职', '否'],
] as const;

let app: TestApp;
before(async () => {
  app = await startTestApp({ routes: organizationRoutes });
  await app.database.transaction(SYSTEM, async (tx) => {
    const rows = MAJORS.map(([code, name, educationLevel, controlled]) => ({
      code,
      catalog_edition: '2021',
      name,
      education_level: educationLevel,
      class_code: code.slice(0, 4),
      class_name: '某类',
      category_code: code.slice(0, 2),
      category_name: '某大类',
      state_controlled: controlled,
    }));
    await importMajors(tx, rows, { actorId: null, at: app.clock.now() });
  });
});
after(async () => await app.close());

const as = (name: PersonName) => app.as(app.world.people[name]);
const idOf = (name: OrganizationName): string => app.world.organizations[name];
const major = (more: Record<string, unknown> = {}) => ({
  majorCode: '710202',
  firstEnrolmentYear: 2021,
  currentStudents: 120,
  ...more,
});
const add = async (who: PersonName, body: unknown) =>
  await as(who).post('/api/organizations/majors', body);

describe('the code set of majors', () => {
  const search = async (query: Record<string, string>): Promise<string[]> => {
    const { body } = await as('eastSchoolStaff').get('/api/organizations/major-codes', { query });
    return body.majors.map(({ code }: { code: string }) => code);
  };

  it('is searched by two characters, pinyin, initials, code and rare characters', async () => {
    assert.deepEqual(await search({ q: '网络' }), ['710202']);
    assert.deepEqual(await search({ q: 'jsjyy' }), ['710201']);
    assert.deepEqual(await search({ q: 'jisuanji' }), ['710201', '710202']);
    assert.deepEqual(await search({ q: '7102' }), ['710201', '710202']);
    assert.deepEqual(await search({ q: '𠮷工' }), ['690206']);
    assert.deepEqual(await search({ q: '100%' }), []);
  });

  it('narrows to a level', async () => {
    assert.deepEqual(await search({ q: '护理', level: 'HIGHER_VOCATIONAL' }), ['520201']);
    assert.deepEqual(await search({ q: 'huli', level: 'SECONDARY_VOCATIONAL' }), ['720201']);
  });

  it('puts the catalogue of the reader’s own institution first', async () => {
    const codes = async (who: PersonName): Promise<string[]> => {
      const { body } = await as(who).get('/api/organizations/major-codes', {
        query: { q: '护理' },
      });
      return body.majors.map(({ code }: { code: string }) => code);
    };
    assert.deepEqual(await codes('eastSchoolStaff'), ['720201', '520201']);
    assert.deepEqual(await codes('collegeStaff'), ['520201', '720201']);
  });

  it('is refused without sign-in', async () => {
    assert.equal((await app.as().get('/api/organizations/major-codes')).status, 401);
  });
});

describe('adding a major', () => {
  it('takes the name of the code set, and a free name only outside it', async () => {
    const listed = await add('eastSchoolStaff', major({ majorName: '随便写的' }));
    assert.equal(listed.status, 200, listed.text);
    assert.equal(listed.body.majorName, '计算机网络技术');
    const unnamed = await add('eastSchoolStaff', major({ majorCode: '080901' }));
    assert.deepEqual([unnamed.status, unnamed.body.field], [422, 'majorName']);
    const free = await add(
      'eastSchoolStaff',
      major({ majorCode: ' ０８０９０１ｔ', majorName: '某目录外专业' }),
    );
    assert.deepEqual([free.status, free.body.majorCode], [200, '080901T'], free.text);
  });

  it('refuses the same major twice unless the direction differs', async () => {
    assert.equal((await add('westSchoolAdmin', major())).status, 200);
    const twice = await add('westSchoolAdmin', major());
    assert.deepEqual(
      [twice.status, twice.body.code, twice.body.field],
      [409, 'organizations.major_taken', 'majorCode'],
    );
    assert.equal((await add('westSchoolAdmin', major({ direction: '云网运维' }))).status, 200);
  });

  it('refuses bad codes, years and numbers at their fields', async () => {
    const cases: [Record<string, unknown>, string][] = [
      [{ majorCode: '71020' }, 'majorCode'],
      [{ firstEnrolmentYear: 2026 }, 'firstEnrolmentYear'],
      [{ firstEnrolmentYear: 2020.5 }, 'firstEnrolmentYear'],
      [{ currentStudents: -1 }, 'currentStudents'],
      [{ currentStudents: '120' }, 'currentStudents'],
      [{ institutionId: idOf('college') }, 'institutionId'],
    ];
    for (const [more, field] of cases) {
      const answer = await add('collegeStaff', major({ direction: 'x', ...more }));
      assert.equal(answer.status === 400 || answer.status === 422, true, answer.text);
      assert.equal(answer.body.field, field, answer.text);
    }
  });

  it('is refused to the leader, the office, bureaus and organizations', async () => {
    for (const who of ['eastSchoolLeader', 'officeAdmin', 'eastAdmin', 'alphaAdmin'] as const) {
      assert.equal((await add(who, major())).status, 403, who);
    }
  });
});

describe('the majors of an institution', () => {
  const list = async (
    who: PersonName,
    school: OrganizationName,
    query: Record<string, string> = {},
  ) => await as(who).get(`/api/organizations/${idOf(school)}/majors`, { query });

  it('are read by itself, its bureau and the province, and by nobody else', async () => {
    for (const who of ['provincialSchoolAdmin', 'officeStaff', 'viewer', 'auditor'] as const) {
      assert.equal((await list(who, 'provincialSchool')).body.total, 3, who);
    }
    assert.equal((await list('eastSchoolLeader', 'eastSchool')).status, 200);
    assert.equal((await list('eastReviewer', 'eastSchool')).status, 200);
    for (const who of ['eastReviewer', 'westSchoolAdmin', 'collegeAdmin'] as const) {
      assert.equal((await list(who, 'provincialSchool')).status, 404, who);
    }
    assert.equal((await list('westReviewer', 'eastSchool')).status, 404);
    assert.equal((await list('alphaAdmin', 'eastSchool')).status, 403);
    assert.equal((await list('officeAdmin', 'eastBureau')).status, 404);
  });

  it('are filtered, sorted and exported', async () => {
    const { body } = await list('collegeAdmin', 'college', { sort: '-firstEnrolmentYear' });
    const years = body.rows.map(
      ({ firstEnrolmentYear }: { firstEnrolmentYear: number }) => firstEnrolmentYear,
    );
    assert.deepEqual(years, [2024, 2020, 2015]);
    assert.equal((await list('collegeAdmin', 'college', { q: '电子' })).body.total, 1);
    const csv = await as('collegeAdmin').get(`/api/organizations/${idOf('college')}/majors.csv`);
    assert.match(csv.text, /^\uFEFF专业代码,专业名称,专业方向,首次招生年份,在校生人数,招生状态/);
  });

  it('reach the application form with their status', async () => {
    const person = app.world.people.universityAdmin;
    const rows = await app.database.read(
      {
        ...person,
        kind: 'person',
        userId: person.id,
        organizationName: '',
        organizationKind: 'INSTITUTION',
        affiliatedInstitutionIds: [],
        sessionId: '',
      },
      async (read) => [
        await institutionMajorsOf(read, idOf('university')),
        await institutionMajorsOf(read, idOf('college')),
      ],
    );
    // Row-level security: another institution's majors are not there at all.
    assert.deepEqual(
      rows.map((list) => list.length),
      [3, 0],
    );
  });
});

describe('changing, closing and removing a major', () => {
  const path = (id: string, verb = ''): string => `/api/organizations/majors/${id}${verb}`;
  const own = async () => {
    const answer = await add('collegeStaff', major({ direction: `方向${(directions += 1)}` }));
    return answer.body as {
      readonly id: string;
      readonly version: number;
      readonly direction: string;
    };
  };
  let directions = 0;

  it('changes numbers at the version that was seen', async () => {
    const row = await own();
    const body = {
      version: row.version,
      direction: row.direction,
      firstEnrolmentYear: 2019,
      currentStudents: 80,
    };
    const changed = await as('collegeAdmin').put(path(row.id), body);
    assert.deepEqual(
      [changed.status, changed.body.currentStudents, changed.body.version],
      [200, 80, 2],
      changed.text,
    );
    assert.equal((await as('collegeAdmin').put(path(row.id), body)).status, 409);
    assert.equal(
      (
        await as('collegeAdmin').put(path(row.id), {
          ...body,
          version: 2,
          firstEnrolmentYear: 2030,
        })
      ).status,
      422,
    );
    assert.equal(
      (await as('eastSchoolAdmin').put(path(row.id), { ...body, version: 2 })).status,
      404,
    );
    assert.equal((await as('officeAdmin').put(path(row.id), { ...body, version: 2 })).status, 403);
  });

  it('closes and opens again, each once', async () => {
    const row = await own();
    const verb = async (who: PersonName, name: string, version: number) =>
      await as(who).post(path(row.id, name), { version });
    assert.equal((await verb('collegeAdmin', '/close', 1)).body.status, 'CLOSED');
    assert.equal(
      (await verb('collegeAdmin', '/close', 2)).body.code,
      'organizations.major_status_unchanged',
    );
    assert.equal((await verb('universityAdmin', '/reopen', 2)).status, 404);
    assert.equal((await verb('auditor', '/reopen', 2)).status, 403);
    assert.equal((await verb('auditor', '/close', 2)).status, 403);
    assert.equal((await verb('collegeAdmin', '/reopen', 2)).body.status, 'ACTIVE');
  });

  it('removes what no application names, and refuses what one does', async () => {
    const row = await own();
    assert.equal((await as('universityAdmin').del(path(row.id), { version: 1 })).status, 404);
    assert.equal((await as('viewer').del(path(row.id), { version: 1 })).status, 403);
    assert.equal((await as('collegeAdmin').del(path(row.id), { version: 9 })).status, 409);
    assert.deepEqual((await as('collegeAdmin').del(path(row.id), { version: 1 })).body, {
      id: row.id,
    });
    assert.equal((await as('collegeAdmin').del(path(row.id), { version: 1 })).status, 404);

    const [used = ''] = app.world.majors.college;
    await applyWith(used);
    const refused = await as('collegeAdmin').del(path(used), { version: 1 });
    assert.deepEqual([refused.status, refused.body.code], [409, 'organizations.major_used']);
    const { body } = await as('collegeAdmin').get(`/api/organizations/${idOf('college')}/majors`, {
      query: { pageSize: '100' },
    });
    const isUsed = body.rows
      .filter((one: { isUsed: boolean }) => one.isUsed)
      .map(({ id }: { id: string }) => id);
    assert.deepEqual(isUsed, [used]);
    assert.equal((await as('collegeAdmin').post(path(used, '/close'), { version: 1 })).status, 200);
  });
});

/** A college's draft that names one major. */
const applyWith = async (majorId: string): Promise<void> => {
  const at = app.clock.now();
  const [round, application, item] = [1, 2, 3].map(
    (number) => `00000000-0000-7000-8000-00000009000${number}`,
  );
  await app.database.transaction(SYSTEM, async (tx) => {
    await tx.run(
      sqlBuilder.insertInto('application_round').values({
        id: round ?? '',
        year: 2025,
        sequence: 1,
        title: '测试轮次',
        status: 'PUBLISHED',
        opens_at: at,
        closes_at: at.replace('2025', '2026') as typeof at,
        city_review_due_at: at.replace('2025', '2026') as typeof at,
        provincial_review_due_at: at.replace('2025', '2026') as typeof at,
        eligible_kinds: ['HIGHER_VOCATIONAL'],
        created_at: at,
        updated_at: at,
      }),
    );
    await tx.run(
      sqlBuilder.insertInto('application').values({
        id: application ?? '',
        round_id: round ?? '',
        institution_id: idOf('college'),
        status: 'DRAFT',
        conditions: '[]',
        created_at: at,
        updated_at: at,
      }),
    );
    await tx.run(
      sqlBuilder.insertInto('application_item').values({
        id: item ?? '',
        application_id: application ?? '',
        position: 0,
        certificate_level_id: app.world.levels.alpha1,
        institution_major_ids: [majorId],
      }),
    );
  });
};
