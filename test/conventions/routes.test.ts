import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { z } from 'zod';
import { allRoutes } from '../../src/app/features.ts';
import { ROLES } from '../../src/kernel/actor.ts';
import { idText } from '../../src/kernel/id.ts';
import type { Route } from '../../src/platform/http/route.ts';
import type { Environment } from '../../src/platform/http/run-route.ts';
import { createHttpServer } from '../../src/platform/http/server.ts';
import { featureOf, productFiles } from './source-files.ts';

/** Names of the downloads that leave a trace although they are read (四.5: the organization has fetched the list). */
const READS_THAT_WRITE = ['contacts.exportFull', 'filings.ownCsv', 'filings.ownJson'];

/** Pages are read by people who follow links: a query they do not understand counts as none. */
const routes = allRoutes.filter((route) => route.kind !== 'page');
const features = [
  ...new Set(productFiles('src/features/**/*.ts').map(({ path }) => featureOf(path))),
];

interface SchemaDef {
  readonly type: string;
  readonly [key: string]: unknown;
}

const defOf = (schema: unknown): SchemaDef | undefined =>
  (schema as { _zod?: { def: SchemaDef } } | undefined)?._zod?.def;

/** The schemas inside a schema: properties, elements, options, and what a wrapper wraps. */
const innerSchemas = (def: SchemaDef): [name: string, schema: unknown][] =>
  Object.entries(def).flatMap(([key, value]): [string, unknown][] => {
    if (key === 'shape') return Object.entries(value as object);
    if (key === 'options' || key === 'items')
      return (value as unknown[]).map((inner) => [key, inner]);
    return defOf(value) === undefined ? [] : [[key, value]];
  });

/** Paths of the objects in a schema that would let an unknown key pass. */
const looseObjects = (schema: unknown, path = '', seen = new Set<unknown>()): string[] => {
  const def = defOf(schema);
  if (def === undefined || seen.has(schema)) return [];
  seen.add(schema);
  const isLoose = def.type === 'object' && defOf(def['catchall'])?.type !== 'never';
  const inner = innerSchemas(def)
    .filter(([key]) => key !== 'catchall')
    .flatMap(([key, value]) => looseObjects(value, `${path}/${key}`, seen));
  return isLoose ? [path === '' ? '/' : path, ...inner] : inner;
};

const parts = ({ endpoint }: Route): [name: string, schema: z.ZodType | undefined][] => [
  ['params', endpoint.params],
  ['query', endpoint.query],
  ['body', endpoint.body],
  ['output', endpoint.output],
];

/** What a contract says of an id that nobody has chosen. */
const wordsOfNoId = (schema: unknown): string | undefined =>
  (schema as z.ZodType).safeParse('').error?.issues[0]?.message;

/** Ids in the body that somebody chooses in a form, but whose words are those for a damaged address. */
const namelessChoices = ({ endpoint }: Pick<Route, 'endpoint'>): string[] =>
  Object.entries((defOf(endpoint.body)?.['shape'] ?? {}) as object)
    .filter(([, schema]) => wordsOfNoId(schema) === wordsOfNoId(idText()))
    .map(([key]) => `${endpoint.name} ${key}`);

describe('every route says what it is', () => {
  test('whoever leaves a choice empty reads what to choose', () => {
    assert.deepEqual(routes.flatMap(namelessChoices), []);
    const nameless = { name: 'x.y', body: z.strictObject({ folderId: idText() }) };
    assert.deepEqual(namelessChoices({ endpoint: nameless as never }), ['x.y folderId']);
  });

  test('the routes of the whole product are looked at', () => {
    assert.ok(routes.length > 100, String(routes.length));
  });

  test('names are feature.verb with a known feature, once each', () => {
    const names = allRoutes.map(({ endpoint }) => endpoint.name);
    assert.equal(new Set(names).size, names.length);
    for (const name of names) {
      assert.match(name, /^[a-z]+(?:-[a-z]+)*\.[a-z][A-Za-z0-9]*$/);
      assert.ok(features.includes(name.split('.')[0]), name);
    }
  });

  test('method and path are taken once, and an API path begins with /api', () => {
    const places = allRoutes.map(
      ({ endpoint: { method, path } }) => `${method} ${path.replaceAll(/:[A-Za-z]+/g, ':')}`,
    );
    assert.equal(new Set(places).size, places.length);
    for (const { endpoint } of routes)
      assert.match(endpoint.path, /^\/api\/[a-z-]+/, endpoint.name);
    for (const { kind, endpoint } of allRoutes) {
      if (kind === 'page')
        assert.doesNotMatch(endpoint.path, /^\/(?:api|desk)(?:\/|$)/, endpoint.name);
    }
  });

  test('each has a line in Chinese for the description', () => {
    const summaries = allRoutes.map(({ endpoint }) => [endpoint.name, endpoint.summary]);
    assert.deepEqual(
      summaries.filter(([, summary]) => !/[\u4e00-\u9fff]{2}/.test(summary ?? '')),
      [],
    );
  });

  test('the parameters of the path are those of the schema', () => {
    for (const { endpoint } of routes) {
      const inPath = [...endpoint.path.matchAll(/:([A-Za-z]+)/g)].map((hit) => hit[1] ?? '');
      const shape = defOf(endpoint.params)?.['shape'];
      assert.deepEqual(
        Object.keys((shape ?? {}) as object).toSorted(),
        inPath.toSorted(),
        endpoint.name,
      );
    }
  });

  test('every schema is strict, in every depth', () => {
    const planted = z.strictObject({
      rows: z.array(z.union([z.string(), z.object({ a: z.string() })])).default([]),
    });
    assert.equal(looseObjects(planted).length, 1);
    const loose = routes.flatMap((route) =>
      parts(route).flatMap(([part, schema]) =>
        looseObjects(schema).map((path) => `${route.endpoint.name} ${part} ${path}`),
      ),
    );
    assert.deepEqual(loose, []);
  });

  test('reads declare no body and write nothing but the two that leave a receipt', () => {
    const reading = routes.filter(({ endpoint }) => endpoint.method === 'GET');
    assert.deepEqual(
      reading.filter(({ endpoint }) => endpoint.body !== undefined),
      [],
    );
    const writing = reading
      .filter((route) => 'writes' in route)
      .map(({ endpoint }) => endpoint.name);
    assert.deepEqual(writing.toSorted(), READS_THAT_WRITE);
    const recording = reading
      .filter((route) => route.audit === 'record')
      .map(({ endpoint }) => endpoint.name);
    assert.deepEqual(recording.toSorted(), READS_THAT_WRITE);
  });

  test('a change leaves an audit row or says in Chinese why not', () => {
    const silent = routes.filter(
      ({ endpoint, audit }) => endpoint.method !== 'GET' && audit !== 'record',
    );
    for (const { endpoint, audit } of silent) {
      assert.ok(typeof audit === 'object' && /[\u4e00-\u9fff]{4}/.test(audit.none), endpoint.name);
    }
    assert.deepEqual(silent.map(({ endpoint }) => endpoint.name).toSorted(), [
      'accounts.readLink',
      'accounts.readRequestState',
      'accounts.startDingTalk',
      'announcements.markRead',
      'applications.bulkDecide',
      'documents.visit',
      'filings.openOwn',
      'notifications.markAllRead',
      'notifications.markRead',
      'notifications.preview',
    ]);
  });

  test('access names known roles, each once', () => {
    for (const { endpoint, access } of allRoutes) {
      if (typeof access === 'string') continue;
      assert.ok(access.length > 0, endpoint.name);
      assert.equal(new Set(access).size, access.length, endpoint.name);
      assert.deepEqual(
        access.filter((role) => !(role in ROLES)),
        [],
        endpoint.name,
      );
    }
  });

  test('only the accounts feature leaves the scope of the asker', () => {
    const elsewhere = allRoutes.filter(
      ({ endpoint, scope }) => scope !== undefined && !endpoint.name.startsWith('accounts.'),
    );
    assert.deepEqual(elsewhere, []);
  });
});

describe('the server takes declared routes only', () => {
  const [sample] = routes;
  assert.ok(sample !== undefined);
  const environment = { clock: undefined, secure: false } as unknown as Environment;
  const build = (given: readonly unknown[]) =>
    createHttpServer({ environment, routes: given as readonly Route[], title: '' });

  test('a declared route is taken', async () => {
    await (await build([sample])).close();
  });

  test('two of one name are refused', async () => {
    await assert.rejects(
      build([sample, { ...sample, endpoint: { ...sample.endpoint, path: '/api/other' } }]),
      /two routes/,
    );
  });

  test('one without access, with nobody in it, or without audit is refused', async () => {
    const { access: _, ...bare } = sample;
    const { audit: __, ...untraced } = sample;
    await assert.rejects(build([bare]), /who may call it/);
    await assert.rejects(build([{ ...sample, access: [] }]), /who may call it/);
    await assert.rejects(build([{ ...sample, access: 'everybody' }]), /who may call it/);
    await assert.rejects(build([untraced]), /audit log/);
    await assert.rejects(build([{ ...sample, audit: {} }]), /audit log/);
  });

  test('nothing else is registered beside them', async () => {
    const registered: string[] = [];
    const app = await createHttpServer({
      environment,
      routes: allRoutes,
      title: '',
      plugins: async (instance) => {
        instance.addHook(
          'onRoute',
          ({ method, url }) => void registered.push(`${String(method)} ${url}`),
        );
      },
    });
    await app.ready();
    await app.close();
    const declared = allRoutes.flatMap(({ kind, endpoint: { method, path } }) =>
      kind === 'list' ? [`${method} ${path}`, `${method} ${path}.csv`] : [`${method} ${path}`],
    );
    const expected = [...declared, 'GET /api/openapi.json'];
    const heads = expected
      .filter((place) => place.startsWith('GET '))
      .map((place) => place.replace('GET', 'HEAD'));
    assert.deepEqual(registered.toSorted(), [...expected, ...heads].toSorted());
  });
});
