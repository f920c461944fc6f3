import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import fc from 'fast-check';
import pg from 'pg';
import { z } from 'zod';
import { allRoutes } from '../../src/app/features.ts';
import { openRound, submitted } from '../../src/features/applications/factory.ts';
import { approved, confirmed, setNumberPrefix } from '../../src/features/filings/factory.ts';
import type { Role } from '../../src/kernel/actor.ts';
import type { Route } from '../../src/platform/http/route.ts';
import { createLog } from '../../src/platform/log.ts';
import { type Answer, type Client, startTestApp, type TestApp } from '../support/test-app.ts';
import { call, csvOf, pathOf } from './calls.ts';
import { NAUGHTY, valuesOf } from './schema-values.ts';

/** Which table's ids stand in the parameters of a path; the first that fits. */
const TABLES: readonly [path: RegExp, parameter: RegExp, table: string][] = [
  [/./, /^roundId$/, 'application_round'],
  [/./, /^applicationId$/, 'application'],
  [/./, /^filingId$/, 'filing'],
  [/./, /^certificateId$/, 'certificate'],
  [/./, /^extensionId$/, 'round_extension'],
  [/\/people\//, /^id$/, 'account'],
  [/\/sessions\//, /^id$/, 'session'],
  [/\/organizations\/majors\//, /^id$/, 'institution_major'],
  [/\/organizations\/jurisdictions\//, /^id$/, 'jurisdiction'],
  [/\/organizations\//, /^id$/, 'organization'],
  [/\/catalog\/levels\//, /^id$/, 'certificate_level'],
  [/\/catalog\//, /^id$/, 'certificate'],
];

/** Password hashing takes its time by design; what these accept is small and tested in the feature. */
const SLOW = [
  'accounts.signIn',
  'accounts.changePassword',
  'accounts.activate',
  'accounts.proveIdentity',
];

const routes = allRoutes.flatMap((route) =>
  route.kind === 'list' ? [route, csvOf(route)] : [route],
);
const RUNS = 6;

describe('whatever is sent, nothing breaks', () => {
  let app: TestApp;
  let owner: pg.Client;
  let ids: string[];
  const idsOf = new Map<string, string[]>();
  const faults: string[] = [];
  const seen = new Map<number, number>();
  before(async () => {
    app = await startTestApp();
    const log = createLog('error', { write: (line) => void faults.push(line) });
    Object.assign(app.environment, { log });
    owner = new pg.Client({ connectionString: app.databaseUrl });
    await owner.connect();
    await setNumberPrefix(app);
    const roundId = await openRound(app);
    await approved(app, 'college', roundId);
    await confirmed(app, roundId);
    await submitted(app, 'eastSchool', roundId);
    const tables = [...TABLES.map(([, , table]) => table), 'application_item'];
    for (const table of tables) {
      const { rows } = await owner.query<{ id: string }>(`select id from ${table} limit 12`);
      idsOf.set(
        table,
        rows.map(({ id }) => id),
      );
    }
    ids = [...idsOf.values()].flat();
  });
  after(async () => {
    await owner.end();
    await app.close();
  });

  /** Whoever was suspended or signed out by an accident of the run is there again. */
  const revive = () =>
    owner.query(`update account set status = 'ACTIVE', password_hash = 'x' where status <> 'CLOSED';
      update session set ended_at = null; update organization set status = 'ACTIVE'`);

  const clientFor = (route: Route): Client => {
    if (route.access === 'public') return app.as();
    const role: Role = Array.isArray(route.access)
      ? (route.access[0] ?? 'auditor')
      : 'project_office_admin';
    return app.as(Object.values(app.world.people).find(({ roles }) => roles.includes(role)));
  };

  /** Query strings hold texts only. */
  const inQuery = (value: unknown): Record<string, string> =>
    Object.fromEntries(
      Object.entries((value ?? {}) as object).flatMap(([key, inner]) =>
        inner === undefined ? [] : [[key, String(inner)]],
      ),
    );

  /** Mostly a record that exists, sometimes one of another kind, sometimes nonsense. */
  const parameter = (route: Route, name: string): fc.Arbitrary<string> => {
    const [, , table = ''] =
      TABLES.find(([path, key]) => path.test(route.endpoint.path) && key.test(name)) ?? [];
    const known = idsOf.get(table) ?? [];
    const shape = (route.endpoint.params as z.ZodObject | undefined)?.shape[name];
    const fitting =
      known.length > 0 ? fc.constantFrom(...known) : valuesOf(shape ?? z.string(), ids).map(String);
    return fc.oneof(
      { weight: 8, arbitrary: fitting },
      { weight: 1, arbitrary: fc.constantFrom(...ids) },
      { weight: 1, arbitrary: fc.constantFrom(...NAUGHTY) },
    );
  };

  const valuesFor = (
    route: Route,
  ): fc.Arbitrary<{ values: Record<string, string>; query: unknown; body: unknown }> => {
    const { path, query, body } = route.endpoint;
    const none = fc.constant(undefined);
    const names = [...path.matchAll(/:([A-Za-z]+)/g)].map((hit) => hit[1] ?? '');
    return fc.record({
      values: fc.record(Object.fromEntries(names.map((name) => [name, parameter(route, name)]))),
      query: query === undefined ? none : valuesOf(query, ids),
      body: body === undefined ? none : valuesOf(body, ids),
    });
  };

  for (const route of routes.filter(({ endpoint }) => !SLOW.includes(endpoint.name))) {
    test(`${route.endpoint.method} ${route.endpoint.path}`, async () => {
      await revive();
      await fc.assert(
        fc.asyncProperty(valuesFor(route), async ({ values, query, body }) => {
          const safe = Object.fromEntries(
            Object.entries(values).map(([name, value]) => [name, encodeURIComponent(value)]),
          );
          const answer = await call(clientFor(route), route, {
            values: safe,
            query: inQuery(query),
            body: body ?? {},
          });
          seen.set(answer.status, (seen.get(answer.status) ?? 0) + 1);
          assert.ok(answer.status < 500, `${answer.status} ${answer.text}\n${faults.at(-1) ?? ''}`);
          if (answer.status >= 400 && route.kind !== 'page') {
            assert.match(answer.body.text, /[\u4e00-\u9fff]{2}/);
            assert.match(answer.body.code, /^[a-z_-]+\.[a-z_]+$/);
          }
        }),
        { numRuns: RUNS },
      );
    });
  }

  const isPolite = (answer: Answer): void => {
    assert.ok(answer.status >= 400 && answer.status < 500, `${answer.status} ${answer.text}`);
    assert.match(answer.body.text, /[\u4e00-\u9fff]{2}/);
    assert.match(answer.body.code, /^[a-z_-]+\.[a-z_]+$/);
  };

  const JSON_TYPE = { headers: { 'content-type': 'application/json' } };
  /** As texts: a program that writes them from values would itself go too deep. */
  const DEEP = [300, 5_000, 100_000].flatMap((levels) => [
    `${'['.repeat(levels)}${']'.repeat(levels)}`,
    `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`,
    `{"loginName":${'['.repeat(levels)}"x"${']'.repeat(levels)},"password":"x"}`,
  ]);

  test('content that is nested thousands of levels deep, signed in or not', async () => {
    await revive();
    for (const deep of DEEP) isPolite(await app.as().post('/api/session', deep, JSON_TYPE));
    const changes = routes.filter(({ endpoint }) => endpoint.method === 'POST');
    for (const route of changes.filter(({ kind }) => kind !== 'upload')) {
      const path = pathOf(route.endpoint.path);
      isPolite(await clientFor(route).post(path, DEEP[5], JSON_TYPE));
    }
    const answer = await app.as().post('/api/session', DEEP[3], JSON_TYPE);
    assert.deepEqual([answer.status, answer.body.code], [400, 'request.too_deep']);
  });

  const HEAD = 'content-disposition: form-data; name="file"; filename="a.pdf"\r\n';
  const FORMS: readonly [type: string, content: string][] = [
    ['multipart/form-data', 'x'],
    ['multipart/form-data; boundary=', 'x'],
    ['multipart/form-data; boundary', '--a\r\n\r\n'],
    ['multipart/form-data; boundary=b', ''],
    ['multipart/form-data; boundary=b', 'x'],
    ['multipart/form-data; boundary=b', '--b'],
    ['multipart/form-data; boundary=b', '--b--\r\n'],
    ['multipart/form-data; boundary=b', `--b\r\n${HEAD}`],
    ['multipart/form-data; boundary=b', `--b\r\n${HEAD}\r\n%PDF-1.7`],
    ['multipart/form-data; boundary=b', `--b\r\n\r\n${HEAD}\r\n--b--`],
    ['multipart/form-data; boundary=b', `--b\r\n${'x: y\r\n'.repeat(3_000)}\r\n\r\n--b--`],
    [
      'multipart/form-data; boundary=b',
      `--b\r\n${HEAD.replace('file"', '__proto__"')}\r\nx\r\n--b--`,
    ],
    [`multipart/form-data; boundary=${'b'.repeat(4_000)}`, 'x'],
    ['application/json', '{}'],
    ['application/x-www-form-urlencoded', 'file=1'],
  ];

  test('a form with a file that is no form, or not a whole one', async () => {
    await revive();
    const uploads = routes.filter(({ kind }) => kind === 'upload');
    assert.ok(uploads.length >= 3);
    for (const route of uploads) {
      const path = pathOf(route.endpoint.path);
      for (const [type, content] of FORMS)
        isPolite(await clientFor(route).post(path, content, { headers: { 'content-type': type } }));
    }
  });

  test('a key against repetition with what only reads', async () => {
    await revive();
    const key = { headers: { 'idempotency-key': 'key-of-a-reading-request' } };
    const answered: number[] = [];
    for (const route of routes.filter(({ endpoint }) => endpoint.method === 'GET')) {
      const { status, text } = await call(clientFor(route), route, key);
      assert.ok(status < 500, `${route.endpoint.name} ${status} ${text}`);
      answered.push(status);
    }
    assert.ok(answered.filter((status) => status === 200).length >= 40, answered.join());
  });

  test('much of it was accepted, much refused for a reason, and nothing was a fault', () => {
    assert.deepEqual(faults, []);
    assert.ok((seen.get(200) ?? 0) > 200, JSON.stringify([...seen]));
    assert.ok([...seen].filter(([status]) => status >= 400).length >= 4, JSON.stringify([...seen]));
  });
});
