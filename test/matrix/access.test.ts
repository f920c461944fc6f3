import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { allRoutes } from '../../src/app/features.ts';
import { type Role, ROLES } from '../../src/kernel/actor.ts';
import type { Route } from '../../src/platform/http/route.ts';
import { asOwner } from '../../src/features/filings/factory.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import type { Person } from '../support/world.ts';
import { call, csvOf } from './calls.ts';
import { digestOf } from './database-digest.ts';
import { POLICY } from './policy.ts';

const ALL_ROLES = Object.keys(ROLES) as Role[];
const declared = allRoutes.filter(({ kind }) => kind !== 'page');
const routes: readonly Route[] = declared.flatMap((route) =>
  route.kind === 'list' ? [route, csvOf(route)] : [route],
);
const closed = routes.filter(({ access }) => access !== 'public');
const writes = routes.filter(({ endpoint }) => endpoint.method !== 'GET');
const label = ({ endpoint }: Route): string => `${endpoint.method} ${endpoint.path}`;

test('who may call what is what the procedure says', () => {
  const inCode = Object.fromEntries(
    declared.map(({ endpoint, access }) => [
      endpoint.name,
      typeof access === 'string' ? access : access.toSorted(),
    ]),
  );
  const onPaper = Object.fromEntries(
    Object.entries(POLICY).map(([name, who]) => [
      name,
      typeof who === 'string' ? who : [...who].toSorted(),
    ]),
  );
  assert.deepEqual(inCode, onPaper);
});

describe('every endpoint over HTTP', () => {
  let app: TestApp;
  let before_: Record<string, string>;
  before(async () => {
    app = await startTestApp();
    before_ = await digestOf(app.databaseUrl, ['audit_event']);
  });
  after(() => app.close());

  const unchanged = async (): Promise<void> =>
    assert.deepEqual(await digestOf(app.databaseUrl, ['audit_event']), before_);

  const personWith = (role: Role): Person => {
    const person = Object.values(app.world.people).find(
      ({ roles }) => roles.length === 1 && roles[0] === role,
    );
    return person ?? assert.fail(`the test world has nobody who is only ${role}`);
  };

  const refusedRows = async (action: string): Promise<number> => {
    const { rows } = await asOwner(
      app,
      `select count(*)::int as n from audit_event where outcome = 'refused' and account_id is not null and action = $1`,
      [action],
    );
    return rows[0].n;
  };

  test('asks an anonymous caller to sign in', async () => {
    for (const route of closed) {
      const answer = await call(app.as(), route);
      assert.deepEqual([answer.status, answer.body.code], [401, 'session.missing'], label(route));
      assert.match(answer.body.text, /请先登录/);
    }
    await unchanged();
  });

  test('takes an ended session for none', async () => {
    const { token } = personWith('project_office_admin');
    const stranger = { ...personWith('project_office_admin'), token: `${token}-other` };
    for (const route of closed)
      assert.equal((await call(app.as(stranger), route)).status, 401, label(route));
    await unchanged();
  });

  test('refuses every role that the procedure does not name, and keeps a trace of it', async () => {
    let cells = 0;
    const untraced: string[] = [];
    for (const route of closed) {
      if (!Array.isArray(route.access)) continue;
      const strangers = ALL_ROLES.filter((one) => !route.access.includes(one));
      const before = await refusedRows(route.endpoint.name);
      for (const role of strangers) {
        const answer = await call(app.as(personWith(role)), route);
        assert.deepEqual(
          [answer.status, answer.body.code],
          [403, 'access.not_permitted'],
          `${label(route)} ${role}`,
        );
      }
      const traces = (await refusedRows(route.endpoint.name)) - before;
      if (traces !== strangers.length)
        untraced.push(`${label(route)}: ${traces} of ${strangers.length}`);
      cells += strangers.length;
    }
    assert.ok(cells > 900, String(cells));
    assert.deepEqual(untraced, []);
    await unchanged();
  });

  test('lets every role in that the procedure names', async () => {
    for (const route of closed) {
      // What changes something is tried with content that the contract refuses; a change is tested in its feature.
      const isRead = route.endpoint.method === 'GET' && !('writes' in route);
      const isBodiless = !isRead && (route.endpoint.body === undefined || route.kind === 'upload');
      if (isBodiless) continue;
      const allowed = Array.isArray(route.access) ? route.access : ALL_ROLES;
      for (const role of allowed) {
        const sent = isRead ? {} : { body: { planted: true } };
        const { status, text } = await call(app.as(personWith(role)), route, sent);
        const expected = isRead ? [200, 404] : [400, 404];
        assert.ok(expected.includes(status), `${label(route)} ${role} ${status} ${text}`);
      }
    }
    await unchanged();
  });

  test('refuses a change that another site sends', async () => {
    assert.ok(writes.length > 55);
    for (const route of writes) {
      const person = Array.isArray(route.access)
        ? personWith(route.access[0] ?? 'auditor')
        : personWith('auditor');
      const { url, ...request } = {
        method: route.endpoint.method,
        url: route.endpoint.path.replaceAll(/:[A-Za-z]+/g, 'x'),
        headers: { cookie: `onex=${person.token}` },
      };
      for (const more of [
        {},
        { 'x-onex-csrf': '1', 'sec-fetch-site': 'cross-site' },
        { 'x-onex-csrf': '1', 'sec-fetch-site': 'same-site' },
      ]) {
        const headers = { ...request.headers, ...more };
        const answer = await app.http.inject({ ...request, url, headers, payload: {} });
        assert.deepEqual(
          [answer.statusCode, answer.json().code],
          [403, 'request.cross_site'],
          label(route),
        );
      }
    }
    await unchanged();
  });

  test('refuses unknown keys in query and body', async () => {
    for (const route of routes) {
      if (route.kind === 'upload') continue;
      const role = Array.isArray(route.access)
        ? (route.access[0] ?? 'auditor')
        : 'project_office_admin';
      const client = app.as(personWith(role));
      const values = {
        register: route.endpoint.name.startsWith('catalog.') ? 'certificates' : 'organizations',
      };
      const inQuery = await call(client, route, { values, query: { planted: '1' } });
      assert.equal(inQuery.status, 400, `${label(route)} ${inQuery.text.slice(0, 200)}`);
      if (route.endpoint.body === undefined) continue;
      const inBody = await call(client, route, { values, body: { planted: true } });
      assert.equal(inBody.status, 400, label(route));
      assert.match(inBody.body.text, /[\u4e00-\u9fff]/);
    }
    await unchanged();
  });

  test('refuses what is malformed where no sign-in is needed', async () => {
    const open = writes.filter(({ access, kind }) => access === 'public' && kind !== 'upload');
    assert.equal(open.length, 9);
    for (const route of open) {
      for (const payload of [
        '{',
        '[]',
        '"x"',
        'null',
        '{"token":1,"loginName":[],"password":{}}',
        '{"__proto__":{"a":1}}',
      ]) {
        const answer = await app.http.inject({
          method: 'POST',
          url: route.endpoint.path,
          headers: { 'x-onex-csrf': '1', 'content-type': 'application/json' },
          payload,
        });
        assert.equal(answer.statusCode, 400, `${label(route)} ${payload} ${answer.payload}`);
        assert.match(answer.json().text, /[\u4e00-\u9fff]/);
      }
    }
    await unchanged();
  });
});
