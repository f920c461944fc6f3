import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import fc from 'fast-check';
import { SYSTEM } from '../../kernel/actor.ts';
import { registerConstraintTexts } from '../../platform/db/pg-errors.ts';
import { startTestApp, type TestApp } from '../../../test/support/test-app.ts';
import type { OrganizationName, PersonName } from '../../../test/support/world.ts';
import { importDivisions, organizationConstraintTexts, organizationRoutes } from './index.ts';

registerConstraintTexts(organizationConstraintTexts);

let app: TestApp;
before(async () => {
  app = await startTestApp({ routes: organizationRoutes });
  await app.database.transaction(SYSTEM, async (tx) => {
    const rows = [
      { code: '990000', name: '云岭省', level: '省', source: '虚构' },
      { code: '990100', name: '东川市', level: '地级市', parent_code: '990000', source: '虚构' },
      { code: '990101', name: '河东区', level: '市辖区', parent_code: '990100', source: '虚构' },
      { code: '990200', name: '西川市', level: '地级市', parent_code: '990000', source: '虚构' },
      { code: 'LOCAL-XIN', name: '新区', level: '开发区', parent_code: '990100', source: '虚构' },
    ];
    await importDivisions(tx, rows, { actorId: null, at: app.clock.now() });
  });
});
after(async () => await app.close());

const as = (name: PersonName) => app.as(app.world.people[name]);
const idOf = (name: OrganizationName): string => app.world.organizations[name];

const school = (more: Record<string, unknown> = {}) => ({
  kind: 'INSTITUTION',
  code: '',
  name: '河东职业技术学校',
  shortName: '河东职校',
  areaCode: '990101',
  institution: {
    institutionKind: 'SECONDARY_VOCATIONAL',
    affiliation: 'MUNICIPAL',
    institutionCode: '3699000101',
    ownership: '公办',
    address: '河东区一号',
  },
  ...more,
});

interface Row {
  readonly id: string;
  readonly name: string;
}
const namesIn = (body: { readonly rows: readonly Row[] }): string[] =>
  body.rows.map(({ name }) => name);
const list = async (who: PersonName, query: Record<string, string> = {}) =>
  await as(who).get('/api/organizations', { query: { pageSize: '100', ...query } });

describe('the list of organizations', () => {
  it('shows the province all of them with bureau, route and number of majors', async () => {
    for (const who of ['officeAdmin', 'officeStaff', 'reviewer', 'viewer', 'auditor'] as const) {
      const { status, body } = await list(who, { kind: 'INSTITUTION' });
      assert.equal(status, 200);
      const row = body.rows.find(({ id }: Row) => id === idOf('eastSchool'));
      assert.equal(row.bureauName, '东川市教育局');
      assert.equal(row.reviewRoute, 'CITY');
      assert.equal(row.majorCount, 3);
    }
    const { body } = await list('officeAdmin');
    assert.equal(body.total, 11);
  });

  it('shows a bureau itself and the institutions it answers for', async () => {
    for (const who of ['eastAdmin', 'eastReviewer', 'eastViewer'] as const) {
      assert.deepEqual(namesIn((await list(who)).body).toSorted(), [
        '东川市教育局',
        '东川职业中专',
      ]);
    }
  });

  it('is refused to schools, evaluation organizations, technical administrators and strangers', async () => {
    for (const who of ['eastSchoolAdmin', 'alphaAdmin', 'systemAdmin'] as const) {
      assert.equal((await list(who)).status, 403, who);
    }
    assert.equal((await app.as().get('/api/organizations')).status, 401);
  });

  it('finds by two characters, pinyin, initials, former name and code', async () => {
    const created = await as('officeAdmin').post(
      '/api/organizations',
      school({ formerNames: ['𠮷祥职中'] }),
    );
    assert.equal(created.status, 200, created.text);
    for (const q of [
      '河东',
      '东职业',
      'hedong',
      'HeDongZhi',
      'hdzy',
      '𠮷祥',
      '3699000101',
      '河东职校',
    ]) {
      assert.deepEqual(namesIn((await list('officeAdmin', { q })).body), ['河东职业技术学校'], q);
    }
    for (const q of ['%', '_', '东河', "'; drop table organization; --"]) {
      assert.deepEqual(namesIn((await list('officeAdmin', { q })).body), [], q);
    }
  });

  it('filters by kind, institution kind, affiliation, area, bureau and status', async () => {
    const total = async (query: Record<string, string>) =>
      (await list('officeAdmin', query)).body.total;
    assert.equal(await total({ kind: 'CITY_BUREAU' }), 2);
    assert.equal(await total({ institutionKind: 'HIGHER_VOCATIONAL' }), 1);
    const several = await as('officeAdmin').get(
      '/api/organizations?institutionKind=HIGHER_VOCATIONAL&institutionKind=SECONDARY_VOCATIONAL',
    );
    const secondary = await total({ institutionKind: 'SECONDARY_VOCATIONAL' });
    assert.ok(secondary > 0);
    assert.equal(several.body.total, 1 + secondary);
    assert.equal(await total({ affiliation: 'COUNTY' }), 1);
    assert.equal(await total({ bureauId: idOf('westBureau') }), 1);
    assert.equal(await total({ status: 'CLOSED' }), 0);
    // A city stands for its districts, a province for all.
    for (const areaCode of ['990101', '990100', '990000'])
      assert.equal(await total({ areaCode }), 1, areaCode);
    for (const areaCode of ['990200', 'LOCAL-XIN'])
      assert.equal(await total({ areaCode }), 0, areaCode);
  });

  it('sorts, pages, and refuses queries it does not know', async () => {
    const { body } = await list('officeAdmin', { sort: '-code', pageSize: '20' });
    const codes: string[] = body.rows.map(({ code }: { code: string }) => code);
    assert.deepEqual(codes, codes.toSorted().toReversed());
    for (const query of [
      { sort: 'password' },
      { pageSize: '1000' },
      { page: '0' },
      { color: 'red' },
    ]) {
      assert.equal((await list('officeAdmin', query as Record<string, string>)).status, 400);
    }
  });

  it('comes as CSV in the words of the import', async () => {
    const { status, text } = await as('eastAdmin').get('/api/organizations.csv');
    assert.equal(status, 200);
    assert.match(text, /^\uFEFF单位类型,单位编码,单位名称,/);
    assert.match(text, /院校,eastSchool,东川职业中专/);
    assert.doesNotMatch(text, /西川/);
  });
});

describe('one organization', () => {
  it('is readable exactly where the list shows it, and one’s own always', async () => {
    const people = Object.keys(app.world.people) as PersonName[];
    const organizations = Object.values(app.world.organizations);
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...people),
        fc.constantFrom(...organizations),
        async (who, id) => {
          const one = await as(who).get(`/api/organizations/${id}`);
          const listed = await list(who);
          const isListed =
            listed.status === 200 && listed.body.rows.some((row: Row) => row.id === id);
          const isOwn = app.world.people[who].organizationId === id;
          assert.equal(one.status, isListed || isOwn ? 200 : 404, `${who} ${id}`);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('shows every signed-in person their own, with jurisdiction and route', async () => {
    const { status, body } = await as('eastSchoolStaff').get('/api/organizations/own');
    assert.equal(status, 200);
    assert.equal(body.id, idOf('eastSchool'));
    assert.equal(body.institution.reviewRoute, 'CITY');
    assert.deepEqual(
      body.jurisdictions.map(({ bureauName, state }: { bureauName: string; state: string }) => [
        bureauName,
        state,
      ]),
      [['东川市教育局', 'CURRENT']],
    );
    assert.equal(body.mayEdit, false);
    assert.equal((await as('systemAdmin').get('/api/organizations/own')).body.id, idOf('office'));
    assert.equal((await app.as().get('/api/organizations/own')).status, 401);
  });

  it('does not tell a malformed id from an unknown one', async () => {
    for (const id of ['x', '00000000-0000-7000-8000-00000000ffff']) {
      assert.equal((await as('officeAdmin').get(`/api/organizations/${id}`)).status, 404);
    }
  });
});

describe('options for choosing an organization', () => {
  const search = async (who: PersonName, query: Record<string, string>) =>
    await as(who).get('/api/organizations/options', { query });

  it('come with the shortest name first', async () => {
    const { body } = await search('officeAdmin', { q: '东川' });
    assert.deepEqual(
      body.options.map(({ name }: Row) => name),
      ['东川市教育局', '东川职业中专'],
    );
  });

  it('open to technical administrators, who must name an organization, and keep to a bureau’s own', async () => {
    assert.equal((await search('systemAdmin', {})).body.options.length > 5, true);
    assert.equal((await search('eastAdmin', {})).body.options.length, 2);
    for (const who of ['eastSchoolAdmin', 'alphaStaff'] as const) {
      assert.equal((await search(who, {})).status, 403);
    }
  });
});

describe('divisions', () => {
  it('are there for every signed-in person', async () => {
    const { body } = await as('alphaStaff').get('/api/organizations/divisions');
    assert.equal(body.divisions.length, 5);
    assert.equal((await app.as().get('/api/organizations/divisions')).status, 401);
  });
});

describe('registering an organization', () => {
  const register = async (who: PersonName, body: unknown) =>
    await as(who).post('/api/organizations', body);

  it('is refused to everybody but the office administrator', async () => {
    for (const who of [
      'officeStaff',
      'reviewer',
      'auditor',
      'eastAdmin',
      'collegeAdmin',
      'systemAdmin',
    ] as const) {
      assert.equal((await register(who, school())).status, 403, who);
    }
  });

  it('leaves a line in its history', async () => {
    const body = school({
      name: '沿革学校',
      institution: { ...school().institution, institutionCode: '3699000102' },
    });
    const { body: made } = await register('officeAdmin', body);
    assert.equal(made.code, '3699000102');
    const { body: seen } = await as('auditor').get(`/api/organizations/${made.id}/history`);
    assert.deepEqual(
      seen.rows.map(({ action, who }: { action: string; who: string }) => [action, who]),
      [['organizations.create', '林知远']],
    );
  });

  it('refuses a taken name, a taken institution code and an unknown area, each at its field', async () => {
    const cases: [Record<string, unknown>, number, string][] = [
      [school({ code: 'other-1' }), 409, 'name'],
      [school({ code: 'other-2', name: '别名学校' }), 409, 'institution.institutionCode'],
      [
        school({
          name: '又一学校',
          areaCode: '999999',
          institution: { ...school().institution, institutionCode: '' },
          code: 'x1',
        }),
        422,
        'areaCode',
      ],
      [
        school({ name: '无码学校', institution: { ...school().institution, institutionCode: '' } }),
        422,
        'code',
      ],
      [school({ name: '无类学校', code: 'x2', institution: null }), 422, 'institution'],
      [
        school({
          name: '坏码学校',
          institution: { ...school().institution, institutionCode: '12' },
        }),
        422,
        'institution.institutionCode',
      ],
      [{ ...school({ name: '某局', code: 'x3' }), kind: 'CITY_BUREAU' }, 422, 'institution'],
      [school({ name: '', code: 'x4' }), 400, 'name'],
      [{ ...school({ code: 'x5' }), kind: 'PROJECT_OFFICE' }, 400, 'kind'],
    ];
    for (const [body, status, field] of cases) {
      const answer = await register('officeAdmin', body);
      assert.equal(answer.status, status, answer.text);
      assert.equal(answer.body.field, field, answer.text);
    }
  });

  it('takes an odd credit code only with a reason, which the history keeps', async () => {
    const body = {
      kind: 'EVALUATION_ORGANIZATION',
      code: 'odd',
      name: '校验位不符中心',
      creditCode: '91350211M0000XUF46',
    };
    const refused = await register('officeAdmin', body);
    assert.equal(refused.status, 422);
    assert.equal(refused.body.findings[0].severity, 'warning');
    const taken = await register('officeAdmin', { ...body, warningReason: '已对照登记证书' });
    assert.equal(taken.status, 200, taken.text);
    const history = await as('officeAdmin').get(`/api/organizations/${taken.body.id}/history`);
    assert.equal(history.body.rows[0].reason, '已对照登记证书');
  });
});

describe('changing an organization', () => {
  const factsOf = (body: Record<string, unknown>, more: Record<string, unknown> = {}) => {
    const { version, name, shortName, formerNames, areaCode, creditCode, source, trust } = body;
    const facts = { version, name, shortName, formerNames, areaCode, creditCode, source, trust };
    return { ...facts, institution: null, ...more };
  };

  it('keeps the old name as a former one, unless it was a typing error', async () => {
    const path = `/api/organizations/${idOf('alphaOrg')}`;
    const { body: old } = await as('officeAdmin').get(path);
    const { body: typo } = await as('officeAdmin').put(
      path,
      factsOf(old, { name: '甲乙评价有限责任公司', isNameCorrection: true }),
    );
    assert.deepEqual(typo.formerNames, []);
    app.clock.advance(1000);
    const { status, body } = await as('officeAdmin').put(
      path,
      factsOf(typo, { name: '甲乙技能评价集团' }),
    );
    assert.equal(status, 200);
    assert.deepEqual(body.formerNames, ['甲乙评价有限责任公司']);
    const changed = (await as('alphaStaff').get(`${path}/history`)).body.rows.at(-1);
    // Outside the province only the organization is named, not its people.
    assert.equal(changed.who, '云岭省项目办公室');
    assert.equal((await as('betaAdmin').get(`${path}/history`)).status, 404);
    assert.deepEqual(changed.detail.name, { from: '甲乙评价有限责任公司', to: '甲乙技能评价集团' });
    assert.deepEqual(namesIn((await list('officeAdmin', { q: '责任公司' })).body), [
      '甲乙技能评价集团',
    ]);
  });

  it('refuses a stale version and everybody but the office administrator', async () => {
    const path = `/api/organizations/${idOf('betaOrg')}`;
    const { body } = await as('officeAdmin').get(path);
    assert.equal((await as('betaAdmin').put(path, factsOf(body))).status, 403);
    assert.equal(
      (await as('officeAdmin').put(path, factsOf(body, { shortName: '丙丁' }))).status,
      200,
    );
    const stale = await as('officeAdmin').put(path, factsOf(body, { shortName: '丁丙' }));
    assert.equal(stale.status, 409);
    assert.equal(stale.body.code, 'record.changed');
  });
});

describe('closing an organization', () => {
  const close = async (who: PersonName, id: string, verb = 'close') => {
    const { body } = await as('officeAdmin').get(`/api/organizations/${id}`);
    return await as(who).post(`/api/organizations/${id}/${verb}`, {
      version: body.version,
      reason: '合并',
    });
  };

  it('ends its sessions at once, and reopening brings them back', async () => {
    const id = idOf('university');
    assert.equal((await as('universityAdmin').get('/api/organizations/own')).status, 200);
    const closed = await close('officeAdmin', id);
    assert.equal(closed.body.status, 'CLOSED', closed.text);
    assert.equal((await as('universityAdmin').get('/api/organizations/own')).status, 401);
    assert.equal((await close('officeAdmin', id)).body.code, 'organizations.already_closed');
    assert.equal((await close('officeAdmin', id, 'reopen')).body.status, 'ACTIVE');
    assert.equal((await close('officeAdmin', id, 'reopen')).body.code, 'organizations.not_closed');
    assert.equal((await as('universityAdmin').get('/api/organizations/own')).status, 200);
  });

  it('is refused while others depend on it, and for the office itself', async () => {
    assert.equal(
      (await close('officeAdmin', idOf('eastBureau'))).body.code,
      'organizations.still_answers',
    );
    assert.equal(
      (await close('officeAdmin', idOf('betaOrg'))).body.code,
      'organizations.still_owns',
    );
    assert.equal(
      (await close('officeAdmin', idOf('office'))).body.code,
      'organizations.office_stays',
    );
  });

  it('is refused to others, and without a reason', async () => {
    for (const verb of ['close', 'reopen']) {
      assert.equal((await close('officeStaff', idOf('college'), verb)).status, 403);
    }
    const path = `/api/organizations/${idOf('college')}/close`;
    const answer = await as('officeAdmin').post(path, { version: 1, reason: ' ' });
    assert.equal(answer.status, 400);
    assert.equal(answer.body.field, 'reason');
  });
});
