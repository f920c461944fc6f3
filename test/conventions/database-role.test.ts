import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import pg from 'pg';
import {
  type Actor,
  ORGANIZATION_KINDS,
  type OrganizationKind,
  type Role,
  ROLES,
  ROLES_OF_KIND,
  type Scope,
  scopeOf,
} from '../../src/kernel/actor.ts';
import { hashToken } from '../../src/platform/http/call.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import type { OrganizationName } from '../support/world.ts';

const KINDS = Object.keys(ORGANIZATION_KINDS) as OrganizationKind[];
const ALL_ROLES = Object.keys(ROLES) as Role[];

const subsetsOf = (roles: readonly Role[]): Role[][] =>
  roles.reduce<Role[][]>((sets, role) => [...sets, ...sets.map((set) => [...set, role])], [[]]);

/** Every set that the rules allow in this kind of body, every single role of any kind, and all of them together. */
const roleSetsOf = (kind: OrganizationKind): Role[][] => [
  ...subsetsOf(ROLES_OF_KIND[kind]).filter((set) => set.length > 0),
  ...ALL_ROLES.map((role) => [role]),
  ALL_ROLES,
];

const A_BODY: Record<OrganizationKind, OrganizationName> = {
  PROJECT_OFFICE: 'office',
  PROVINCIAL_DEPARTMENT: 'department',
  CITY_BUREAU: 'eastBureau',
  INSTITUTION: 'eastSchool',
  EVALUATION_ORGANIZATION: 'alphaOrg',
};

const AT = '2025-03-01T02:00:00.000Z';

describe('the role of the application in the database', () => {
  let app: TestApp;
  let owner: pg.Client;
  let as: pg.Client;
  before(async () => {
    app = await startTestApp({ at: AT, routes: [] });
    owner = new pg.Client({ connectionString: app.databaseUrl });
    await owner.connect();
    as = new pg.Client({
      connectionString: app.databaseUrl,
      options: '-c role=onex_app -c timezone=UTC',
    });
    await as.connect();
  });
  after(async () => {
    await as.end();
    await owner.end();
    await app.close();
  });

  const column = async (text: string): Promise<unknown[]> =>
    (await owner.query<{ name: unknown }>(text)).rows.map(({ name }) => name);

  test('it owns nothing, is no superuser, and does not pass by row-level security', async () => {
    const { rows } = await owner.query(
      `select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication, rolcanlogin
         from pg_roles where rolname = 'onex_app'`,
    );
    assert.deepEqual(
      rows.map((row) => Object.values(row)),
      [[false, false, false, false, false, false]],
    );
    const owned = `select classid::regclass || ' ' || objid as name from pg_shdepend
       where refobjid = 'onex_app'::regrole and deptype = 'o'`;
    assert.deepEqual(await column(owned), []);
    const memberships = `select roleid::regrole::text as name from pg_auth_members where member = 'onex_app'::regrole`;
    assert.deepEqual(await column(memberships), []);
    assert.deepEqual(
      (await as.query(`select has_schema_privilege('public', 'create') as may`)).rows,
      [{ may: false }],
    );
  });

  test('it cannot make, change or drop anything of the schema', async () => {
    for (const text of [
      'create table planted (id int)',
      'alter table application disable row level security',
      'drop policy application_scope on application',
      'alter table setting owner to onex_app',
    ]) {
      await assert.rejects(
        as.query(text),
        (error: Error & { code?: string }) => error.code === '42501',
        text,
      );
    }
  });

  test('what was audited or confirmed can be added to and read, never changed', async () => {
    for (const table of ['audit_event', 'filed_list_edition', 'filed_list_row']) {
      for (const text of [
        `update ${table} set ${table === 'filed_list_row' ? 'position = 0' : 'id = id'}`,
        `delete from ${table}`,
        `truncate ${table}`,
      ]) {
        await assert.rejects(
          as.query(text),
          (error: Error & { code?: string }) => error.code === '42501',
          text,
        );
      }
      await as.query(`select from ${table}`);
    }
    // Everything else can be emptied only where it is not referred to; truncating is never given.
    const truncatable = `select relname as name from pg_class where relkind = 'r'
       and relnamespace = 'public'::regnamespace and has_table_privilege('onex_app', oid, 'truncate')`;
    assert.deepEqual(await column(truncatable), []);
  });

  test('without a scope it sees no row of any tenant', async () => {
    const { rows } = await owner.query<{ name: string }>(
      `select relname as name from pg_class where relkind = 'r' and relforcerowsecurity`,
    );
    assert.ok(rows.length >= 10);
    assert.deepEqual((await owner.query('select count(*)::int as n from institution_major')).rows, [
      { n: 15 },
    ]);
    for (const { name } of rows) {
      const seen = await as.query<{ n: number }>(`select count(*)::int as n from ${name}`);
      assert.equal(seen.rows[0]?.n, 0, name);
    }
  });

  const actorOf = (kind: OrganizationKind, roles: readonly Role[]): Actor => ({
    kind: 'person',
    userId: app.world.people.eastReviewer.id,
    name: '',
    organizationId: app.world.organizations[A_BODY[kind]],
    organizationName: '',
    organizationKind: kind,
    roles,
    affiliatedInstitutionIds: [],
    sessionId: '',
  });

  const ENTER = `select onex_enter($1, $2, interval '30 minutes') as session`;

  /** What a request of this session would run under. */
  const entered = async (
    at = AT,
  ): Promise<{ session: { userId: string } | null; scope: Scope }> => {
    await as.query('begin');
    try {
      const { token } = app.world.people.eastReviewer;
      const { rows } = await as.query(ENTER, [hashToken(token), at]);
      const settings = await as.query(
        'select onex_scope() as kind, onex_organization() as id, onex_account() as account',
      );
      const { kind, id, account } = settings.rows[0];
      const { session } = rows[0];
      assert.equal(account, session?.userId ?? null);
      const own = ['bureau', 'institution', 'evaluation'].includes(kind);
      return { session, scope: own ? { kind, organizationId: id } : { kind } };
    } finally {
      await as.query('rollback');
    }
  };

  const give = (kind: OrganizationKind, roles: readonly Role[]) =>
    owner.query('update account set organization_id = $1, roles = $2 where id = $3', [
      app.world.organizations[A_BODY[kind]],
      roles,
      app.world.people.eastReviewer.id,
    ]);

  test('onex_enter gives every kind of body and every set of roles the scope that the kernel says', async () => {
    let compared = 0;
    const scopes = new Set<string>();
    for (const kind of KINDS) {
      for (const roles of roleSetsOf(kind)) {
        await give(kind, roles);
        const { scope } = await entered();
        assert.deepEqual(scope, scopeOf(actorOf(kind, roles)), `${kind} ${roles.join(',')}`);
        scopes.add(scope.kind);
        compared += 1;
      }
    }
    assert.ok(compared > 120, String(compared));
    assert.deepEqual([...scopes].toSorted(), [
      'all',
      'bureau',
      'evaluation',
      'institution',
      'public',
    ]);
  });

  test('a session that is over, idle, unknown, or of a closed account or body opens nothing', async () => {
    await give('CITY_BUREAU', ['city_reviewer']);
    assert.notEqual((await entered()).session, null);
    const dead: readonly [name: string, change: string, undo: string][] = [
      ['ended', 'update session set ended_at = now()', 'update session set ended_at = null'],
      [
        'expired',
        `update session set expires_at = '${AT}'`,
        `update session set expires_at = '2035-01-01'`,
      ],
      [
        'idle',
        `update session set seen_at = '2025-03-01T01:30:00Z'`,
        `update session set seen_at = '2035-01-01'`,
      ],
      [
        'suspended',
        `update account set status = 'SUSPENDED'`,
        `update account set status = 'ACTIVE'`,
      ],
      [
        'closed body',
        `update organization set status = 'CLOSED'`,
        `update organization set status = 'ACTIVE'`,
      ],
      ['other token', `update session set token_hash = token_hash || '\\x00'`, `select 1`],
    ];
    for (const [name, change, undo] of dead) {
      await owner.query(change);
      assert.deepEqual(await entered(), { session: null, scope: { kind: 'public' } }, name);
      await owner.query(undo);
    }
  });

  test('nobody but the application may call it, and its search path is fixed', async () => {
    const { rows } = await owner.query(
      `select prosecdef, proconfig, has_function_privilege('public', oid, 'execute') as everybody
         from pg_proc where proname = 'onex_enter'`,
    );
    assert.deepEqual(rows, [
      { prosecdef: true, proconfig: ['search_path=pg_catalog, public'], everybody: false },
    ]);
  });
});
