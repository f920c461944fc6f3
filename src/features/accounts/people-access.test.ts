import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Answer, TestApp } from '../../../test/support/test-app.ts';
import type { Person, PersonName } from '../../../test/support/world.ts';
import {
  ROLES,
  ROLES_OF_KIND,
  type OrganizationKind,
  type Role,
  SYSTEM,
} from '../../kernel/actor.ts';
import { sqlBuilder } from '../../platform/db/database.ts';
import type { Route } from '../../platform/http/route.ts';
import { startAccountsApp } from './factory.ts';
import { accountRoutesWith } from './index.ts';

const ADMINS: readonly PersonName[] = [
  'officeAdmin',
  'systemAdmin',
  'eastAdmin',
  'eastSchoolAdmin',
  'collegeAdmin',
  'alphaAdmin',
];
const OWN_BODY_ADMINS: readonly PersonName[] = [
  'eastAdmin',
  'eastSchoolAdmin',
  'collegeAdmin',
  'alphaAdmin',
];
const OTHERS: readonly PersonName[] = [
  'officeStaff',
  'auditor',
  'reviewer',
  'viewer',
  'eastReviewer',
  'eastViewer',
  'eastSchoolStaff',
  'eastSchoolLeader',
  'alphaStaff',
];

/** Content that fits each write, so that a refusal is about the person and not about the form. */
const BODIES: Readonly<Record<string, (target: Person) => object>> = {
  'accounts.invitePerson': (target) => ({
    organizationId: target.organizationId,
    loginName: `by-${target.loginName}`,
    name: '来客人',
    roles: [...target.roles],
  }),
  'accounts.edit': (target) => ({ version: 1, name: '改名人', roles: [...target.roles] }),
  'accounts.setAffiliations': () => ({ version: 1, institutionIds: [] }),
  'accounts.renewLink': () => ({ version: 1 }),
  'accounts.resetPassword': () => ({ version: 1 }),
  'accounts.suspend': () => ({ version: 1, reason: '测试' }),
  'accounts.reactivate': () => ({ version: 1 }),
  'accounts.close': () => ({ version: 1, reason: '测试' }),
  'accounts.resetFactor': () => ({ reason: '测试' }),
  'accounts.startView': () => ({ purpose: '测试' }),
  'accounts.handOver': (target) => ({
    toAccountId: target.id,
    keys: ['accounts.role/org_staff'],
    reason: '测试',
  }),
};

/** Writes that carry no content. */
const BODILESS = [
  'accounts.endPersonSession',
  'accounts.endPersonSessions',
  'accounts.undoHandover',
];
/** Not every administrator's: the office alone, or the office and the technical administrator. */
const NOT_EVERYBODYS = ['accounts.setAffiliations', 'accounts.startView'];

/** Requests and settings are nobody's account; they have tests of their own. */
const peopleRoutes = accountRoutesWith({}).filter(
  ({ endpoint: { path } }) =>
    path.startsWith('/api/people') && !/^\/api\/people\/(?:requests|security)/.test(path),
);

describe('who may touch whose account', () => {
  let app: TestApp;
  before(async () => {
    app = await startAccountsApp();
  });
  after(() => app.close());

  const send = (
    route: Route,
    by: Person | undefined,
    target: Person,
    extra: object = {},
  ): Promise<Answer> => {
    const client = app.as(by);
    const path = route.endpoint.path.replace(':id', target.id);
    const body = { ...BODIES[route.endpoint.name]?.(target), ...extra };
    if (route.endpoint.method === 'GET') return client.get(path);
    if (route.endpoint.method === 'PUT') return client.put(path, body);
    return route.endpoint.method === 'DELETE' ? client.del(path) : client.post(path, body);
  };

  const accountsNow = () =>
    app.database.read(SYSTEM, (read) =>
      read.all(sqlBuilder.selectFrom('account').selectAll().orderBy('id')),
    );

  it('covers every endpoint about people', () => {
    assert.deepEqual(
      peopleRoutes
        .filter(({ endpoint }) => endpoint.method !== 'GET')
        .map(({ endpoint }) => endpoint.name)
        .toSorted(),
      [...Object.keys(BODIES), ...BODILESS].toSorted(),
    );
  });

  it('lets nobody but administrators in', async () => {
    const before = await accountsNow();
    for (const route of peopleRoutes) {
      assert.equal(
        (await send(route, undefined, app.world.people.collegeStaff)).status,
        401,
        route.endpoint.name,
      );
      for (const name of OTHERS) {
        const answer = await send(route, app.world.people[name], app.world.people.collegeStaff);
        assert.equal(answer.status, 403, `${name} ${route.endpoint.name}`);
      }
    }
    assert.deepEqual(await accountsNow(), before);
  });

  it("shows and changes nothing of another body's people", async () => {
    const before = await accountsNow();
    const { people } = app.world;
    const targets = [
      people.westSchoolAdmin,
      people.betaAdmin,
      people.westReviewer,
      people.officeAdmin,
      people.reviewer,
    ];
    const refused = async (name: PersonName, target: Person, route: Route): Promise<void> => {
      const answer = await send(route, people[name], target);
      const label = `${name} ${route.endpoint.name} ${target.loginName} ${answer.text}`;
      if (route.kind !== 'list') {
        const isOffice = NOT_EVERYBODYS.includes(route.endpoint.name);
        assert.equal(answer.status, isOffice ? 403 : 404, label);
        return;
      }
      assert.equal(answer.text.includes(target.organizationId), false, label);
      assert.ok(answer.body.total > 0, label);
    };
    for (const name of OWN_BODY_ADMINS) {
      for (const target of targets) {
        for (const route of peopleRoutes) await refused(name, target, route);
      }
    }
    assert.deepEqual(await accountsNow(), before);
  });

  it('finds no other body when a filter or an export asks for it', async () => {
    const { people, organizations } = app.world;
    const query = { organizationId: organizations.westSchool };
    for (const name of OWN_BODY_ADMINS) {
      const client = app.as(people[name]);
      assert.equal((await client.get('/api/people', { query })).body.total, 0);
      assert.equal((await client.get('/api/people', { query: { q: '西岭雪' } })).body.total, 0);
      const csv = await client.get('/api/people.csv');
      assert.ok(csv.text.includes(people[name].name));
      assert.equal(csv.text.includes('西岭雪'), false);
    }
  });

  /** process.md 2 and the separation of duties, written down apart from the code. */
  const MAY_GRANT = (
    by: PersonName,
    kind: OrganizationKind,
    role: Role,
    isOwn: boolean,
    hasAdmin: boolean,
  ): boolean => {
    if (!ROLES_OF_KIND[kind].includes(role)) return false;
    if (by === 'officeAdmin') return true;
    if (by === 'systemAdmin') {
      if (kind === 'PROJECT_OFFICE') return role === 'system_admin';
      if (kind === 'PROVINCIAL_DEPARTMENT') return false;
      return hasAdmin || !['city_admin', 'institution_admin', 'org_admin'].includes(role);
    }
    return isOwn;
  };

  it('grants roles by the table: administrator × body × role', async () => {
    const { people, organizations } = app.world;
    // The west bureau and the beta organization's twin have no administrator; the others have.
    const bodies = [
      ['office', 'PROJECT_OFFICE', true],
      ['department', 'PROVINCIAL_DEPARTMENT', false],
      ['eastBureau', 'CITY_BUREAU', true],
      ['westBureau', 'CITY_BUREAU', false],
      ['eastSchool', 'INSTITUTION', true],
      ['college', 'INSTITUTION', true],
      ['alphaOrg', 'EVALUATION_ORGANIZATION', true],
    ] as const;
    let number = 0;
    for (const by of ADMINS) {
      for (const [name, kind, hasAdmin] of bodies) {
        const organizationId = organizations[name];
        for (const role of Object.keys(ROLES) as Role[]) {
          number += 1;
          const isOwn = people[by].organizationId === organizationId;
          const answer = await app.as(people[by]).post('/api/people', {
            organizationId,
            loginName: `granted-${number}`,
            name: '某某某',
            roles: [role],
          });
          const expected = MAY_GRANT(by, kind, role, isOwn, hasAdmin);
          assert.equal(answer.status === 200, expected, `${by} ${name} ${role}: ${answer.text}`);
        }
      }
    }
  });

  it('refuses the same roles when an account is changed', async () => {
    const { people } = app.world;
    const change = async (
      by: PersonName,
      target: PersonName,
      roles: readonly Role[],
    ): Promise<Answer> => {
      const { version } = (await app.as(people.officeAdmin).get(`/api/people/${people[target].id}`))
        .body.person;
      return await app
        .as(people[by])
        .put(`/api/people/${people[target].id}`, { version, name: people[target].name, roles });
    };
    assert.equal(
      (await change('collegeAdmin', 'collegeStaff', ['project_office_admin'])).body.code,
      'accounts.role_not_of_body',
    );
    assert.equal(
      (await change('collegeAdmin', 'collegeStaff', ['institution_staff', 'auditor'])).body.code,
      'accounts.role_not_of_body',
    );
    assert.equal(
      (await change('systemAdmin', 'systemAdmin', ['project_office_admin'])).body.code,
      'accounts.self',
    );
    assert.equal(
      (await change('officeAdmin', 'officeAdmin', ['auditor'])).body.code,
      'accounts.self',
    );
    assert.equal(
      (await change('systemAdmin', 'officeStaff', ['system_admin'])).body.code,
      'accounts.role_above',
    );
    assert.equal(
      (await change('collegeAdmin', 'collegeStaff', ['institution_staff', 'institution_admin']))
        .status,
      200,
    );
  });

  it('keeps the technical administrator away from those who review, decide or supervise', async () => {
    const { people } = app.world;
    for (const target of [
      people.officeAdmin,
      people.officeStaff,
      people.reviewer,
      people.auditor,
    ]) {
      for (const [path, body] of [
        ['reset-link', {}],
        ['suspension', { reason: '测试' }],
        ['closure', { reason: '测试' }],
      ] as const) {
        const answer = await app
          .as(people.systemAdmin)
          .post(`/api/people/${target.id}/${path}`, { version: 1, ...body });
        assert.equal(
          answer.body.code,
          'accounts.role_above',
          `${target.loginName} ${path}: ${answer.text}`,
        );
      }
      const ended = await app.as(people.systemAdmin).del(`/api/people/${target.id}/sessions`);
      assert.equal(ended.body.code, 'accounts.role_above');
    }
    assert.equal(
      (await app.as(people.systemAdmin).get('/api/people', { query: { pageSize: '100' } })).status,
      200,
    );
    const reset = await app
      .as(people.systemAdmin)
      .post(`/api/people/${people.viewer.id}/reset-link`, { version: 1 });
    assert.equal(reset.body.code, 'accounts.role_above');
  });

  it('refuses keys that are not the form’s, and changes nothing', async () => {
    const before = await accountsNow();
    const extras = [
      { status: 'ACTIVE' },
      { role: 'auditor' },
      { password_hash: 'x' },
      { passwordHash: 'x' },
      { tenant_id: 'x' },
      { affiliatedInstitutionIds: [] },
      { id: app.world.people.officeAdmin.id },
      { createdBy: app.world.people.officeAdmin.id },
    ];
    for (const route of peopleRoutes.filter(({ endpoint }) => endpoint.body !== undefined)) {
      for (const extra of extras) {
        const answer = await send(
          route,
          app.world.people.officeAdmin,
          app.world.people.universityAdmin,
          extra,
        );
        assert.equal(
          answer.body.code,
          'request.unknown_key',
          `${route.endpoint.name} ${answer.text}`,
        );
      }
    }
    const organizationOf = {
      version: 1,
      name: '应用之',
      roles: ['institution_admin'],
      organizationId: app.world.organizations.office,
    };
    const moved = await app
      .as(app.world.people.officeAdmin)
      .put(`/api/people/${app.world.people.universityAdmin.id}`, organizationOf);
    assert.equal(moved.status, 400);
    assert.deepEqual(await accountsNow(), before);
  });

  it('refuses every write that another site sends (assurance A9)', async () => {
    const routes = accountRoutesWith({}).filter(({ endpoint }) => endpoint.method !== 'GET');
    assert.ok(routes.length > 12);
    for (const { endpoint } of routes) {
      const path = endpoint.path.replace(':id', app.world.people.collegeStaff.id);
      for (const headers of [
        { 'x-onex-csrf': '' },
        { 'sec-fetch-site': 'cross-site' },
        { 'sec-fetch-site': 'same-site' },
      ]) {
        const answer = await app.http.inject({
          method: endpoint.method,
          url: path,
          headers: {
            cookie: `onex=${app.world.people.officeAdmin.token}`,
            'x-onex-csrf': '1',
            ...headers,
          },
          ...(endpoint.body === undefined ? {} : { payload: {} }),
        });
        assert.equal(answer.json().code, 'request.cross_site', endpoint.name);
      }
    }
  });
});
