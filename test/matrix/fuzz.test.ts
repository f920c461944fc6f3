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
import { type Client, startTestApp, type TestApp } from '../support/test-app.ts';
import { call, csvOf } from './calls.ts';
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

  test('much of it was accepted, much refused for a reason, and nothing was a fault', () => {
    assert.deepEqual(faults, []);
    assert.ok((seen.get(200) ?? 0) > 200, JSON.stringify([...seen]));
    assert.ok([...seen].filter(([status]) => status >= 400).length >= 4, JSON.stringify([...seen]));
  });
});
