import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createTestDatabase, type TestDatabase } from '../../test/support/test-database.ts';
import { accountRoutesWith } from '../features/accounts/index.ts';
import { SYSTEM } from '../kernel/actor.ts';
import { systemClock } from '../platform/clock.ts';
import { type Database, openDatabase, sqlBuilder } from '../platform/db/database.ts';
import { createHttpServer } from '../platform/http/server.ts';
import { createLog } from '../platform/log.ts';
import { createAdministrator } from './create-admin.ts';

const publicUrl = 'https://onex.example.cn';
const PASSWORD = 'kettle-rail-plum-7';

describe('the first administrator', () => {
  let store: TestDatabase;
  let database: Database;
  let http: Awaited<ReturnType<typeof createHttpServer>>;
  before(async () => {
    store = await createTestDatabase();
    database = openDatabase(store.url, { poolSize: 4, onIdleError: () => undefined });
    const environment = {
      database,
      clock: systemClock,
      log: createLog('silent'),
      files: undefined as never,
      keyring: undefined as never,
      jobs: { plan: async () => undefined },
      secure: true,
      idleMinutes: 30,
      touchSession: async () => undefined,
    };
    const routes = accountRoutesWith({ passwordCost: { memoryKib: 8, passes: 1 } });
    http = await createHttpServer({ environment, routes, title: '测试' });
  });
  after(async () => {
    await http.close();
    await database.close();
    await store.drop();
  });

  const create = (loginName: string, name = '林知远') =>
    createAdministrator({ databaseUrl: store.url, loginName, name, publicUrl });
  const needsOne = async (): Promise<boolean> =>
    (await http.inject({ url: '/api/session' })).json().needsFirstAdministrator;
  const activate = (url: string, password: string) =>
    http.inject({
      method: 'POST',
      url: '/api/activations',
      headers: { 'x-onex-csrf': '1' },
      payload: { token: new URL(url).hash.slice(1), password },
    });

  it('comes from the machine only, and from then on there is one', async () => {
    assert.equal(await needsOne(), true);
    const open = await http.inject({
      method: 'POST',
      url: '/api/first-administrator',
      headers: { 'x-onex-csrf': '1' },
    });
    assert.equal(open.statusCode, 404);
    const { activationUrl, isNew } = await create('admin');
    assert.equal(isNew, true);
    assert.match(activationUrl, /^https:\/\/onex\.example\.cn\/desk\/activate#[A-Za-z0-9_-]{43}$/);
    assert.equal(await needsOne(), false);
    const answer = await activate(activationUrl, PASSWORD);
    assert.equal(answer.statusCode, 200, answer.body);
    const session = answer.cookies.find((cookie) => cookie.name === '__Host-onex');
    assert.equal(session?.secure, true);
    assert.equal(session?.path, '/');
    const cookie = `__Host-onex=${session?.value}`;
    const { actor } = (await http.inject({ url: '/api/session', headers: { cookie } })).json();
    assert.deepEqual(
      [actor.roles, actor.organizationKind],
      [['project_office_admin'], 'PROJECT_OFFICE'],
    );
  });

  it('gets a new link for the same name, which ends the password, and no second office', async () => {
    const { activationUrl, isNew } = await create('ADMIN');
    assert.equal(isNew, false);
    const body = { loginName: 'admin', password: PASSWORD };
    const signIn = () =>
      http.inject({
        method: 'POST',
        url: '/api/session',
        headers: { 'x-onex-csrf': '1' },
        payload: body,
      });
    assert.equal((await signIn()).statusCode, 422);
    assert.equal((await activate(activationUrl, PASSWORD)).statusCode, 200);
    assert.equal((await signIn()).statusCode, 200);
    await create('second', '苏未央');
    const offices = await database.read(SYSTEM, (read) =>
      read.all(sqlBuilder.selectFrom('organization').select('id')),
    );
    assert.equal(offices.length, 1);
  });

  it('is refused with what to do when the names will not do', async () => {
    await assert.rejects(create('a b'), /登录名请用 3 到 40 个/);
    await assert.rejects(create('third', '1'), /姓名/);
  });

  it('leaves an audit row for each', async () => {
    const events = await database.read(SYSTEM, (read) =>
      read.all(
        sqlBuilder
          .selectFrom('audit_event')
          .select('action')
          .where('actor_kind', '=', 'system')
          .orderBy('id'),
      ),
    );
    const actions = events.map(({ action }) => action).toSorted();
    assert.deepEqual(actions, [
      'accounts.invitePerson',
      'accounts.invitePerson',
      'accounts.resetPassword',
      'organizations.create',
    ]);
  });
});
