import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { allRoutes } from '../../src/app/features.ts';
import { openRound } from '../../src/features/applications/factory.ts';
import { asOwner } from '../../src/features/filings/factory.ts';
import type { Role } from '../../src/kernel/actor.ts';
import { csvTwin } from '../../src/platform/http/send.ts';
import type { Route } from '../../src/platform/http/route.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import type { Person } from '../support/world.ts';
import { call, pathOf } from './calls.ts';
import { digestOf } from './database-digest.ts';
import {
  ADDRESS_KEYS,
  FREE_DOWNLOADS,
  LISTS_OF_PEOPLE,
  NAMES_OF_THINGS,
  NEEDS_PROOF,
  OPEN_WITHOUT_FACTOR,
  READS_THAT_WRITE,
  SOUNDS_PERSONAL,
} from './walls.ts';

const pages = allRoutes.filter(({ kind }) => kind === 'page');
const declared = allRoutes.filter(({ kind }) => kind !== 'page');
const lists = declared.filter(({ kind }) => kind === 'list');
/** As the server registers them: every list is there twice. */
const routes: readonly Route[] = declared.flatMap((route) =>
  route.kind === 'list' ? [route, csvTwin(route)] : [route],
);
const closed = routes.filter(({ access }) => access !== 'public');
const nameOf = ({ endpoint }: Route): string => endpoint.name;
const label = ({ endpoint }: Route): string => `${endpoint.method} ${endpoint.path}`;
const isWriting = (route: Route): boolean =>
  route.endpoint.method !== 'GET' || READS_THAT_WRITE.includes(nameOf(route));

test('what a session without its second factor may call is the way out', () => {
  const open = routes.filter(({ openTo }) => openTo?.includes('SECOND_FACTOR') === true);
  assert.deepEqual(open.map(nameOf).toSorted(), OPEN_WITHOUT_FACTOR);
});

test('what asks for a fresh proof is what the requirement names', () => {
  const asking = routes.filter(({ requireFresh }) => requireFresh === true).map(nameOf);
  const twins = LISTS_OF_PEOPLE.map((name) => `${name}Csv`);
  assert.deepEqual(asking.toSorted(), [...NEEDS_PROOF, ...twins].toSorted());
});

test('every download is on one of the two lists', () => {
  const downloads = declared.filter(({ kind }) => kind === 'download').map(nameOf);
  const known = [...Object.keys(FREE_DOWNLOADS), ...NEEDS_PROOF];
  assert.deepEqual(
    downloads.filter((name) => !known.includes(name)),
    [],
  );
  assert.deepEqual(
    Object.keys(FREE_DOWNLOADS).filter((name) => !downloads.includes(name)),
    [],
  );
});

test('a list with a column that names a person is a list of people', () => {
  const personal = (route: Route): boolean =>
    (route.columns ?? []).some(({ key }) => {
      const things = [...(NAMES_OF_THINGS['*'] ?? []), ...(NAMES_OF_THINGS[nameOf(route)] ?? [])];
      return SOUNDS_PERSONAL.test(key) && !things.includes(key);
    });
  assert.deepEqual(lists.filter(personal).map(nameOf).toSorted(), LISTS_OF_PEOPLE);
  const marked = declared.filter(({ endpoint }) => endpoint.personal === true).map(nameOf);
  assert.deepEqual(marked.toSorted(), [...LISTS_OF_PEOPLE, 'contacts.exportFull'].toSorted());
});

describe('walls of a session over HTTP', () => {
  let app: TestApp;
  before(async () => {
    app = await startTestApp();
    await openRound(app);
  });
  after(() => app.close());

  const personOf = (route: Route): Person => {
    const role: Role = Array.isArray(route.access)
      ? (route.access[0] ?? 'auditor')
      : 'project_office_admin';
    const people = Object.values(app.world.people);
    const [person] = people.filter(({ roles }) => roles.length === 1 && roles[0] === role);
    return person ?? assert.fail(`nobody is only ${role}`);
  };
  const set = (column: string, value: string | null) =>
    asOwner(app, `update session set ${column} = $1`, [value]);
  const unchanged = async (work: () => Promise<void>): Promise<void> => {
    const before_ = await digestOf(app.databaseUrl, ['audit_event']);
    await work();
    assert.deepEqual(await digestOf(app.databaseUrl, ['audit_event']), before_);
  };

  for (const [restriction, code, open] of [
    ['SECOND_FACTOR', 'session.second_factor_required', OPEN_WITHOUT_FACTOR],
    ['PASSWORD', 'session.password_expired', ['accounts.changePassword', 'accounts.signOut']],
  ] as const) {
    test(`a session that owes ${restriction} is refused everywhere but at the way out`, async (t) => {
      await set('restriction', restriction);
      await unchanged(async () => {
        let refused = 0;
        for (const route of closed) {
          if ((open as readonly string[]).includes(nameOf(route))) continue;
          const answer = await call(app.as(personOf(route)), route);
          assert.deepEqual([answer.status, answer.body.code], [403, code], label(route));
          refused += 1;
        }
        assert.ok(refused > 200, String(refused));
        t.diagnostic(`${refused} of ${closed.length} refused, ${open.length} are the way out`);
      });
      // The same call goes through when nothing is owed: the wall and nothing else refused it.
      const [sample] = closed.filter(({ endpoint }) => endpoint.name === 'accounts.listPeople');
      assert.ok(sample !== undefined);
      await set('restriction', null);
      assert.equal((await call(app.as(personOf(sample)), sample)).status, 200);
    });
  }

  test('eleven minutes after the last proof, every sensitive call is refused and no file names anybody', async (t) => {
    const names = [...Object.values(app.world.people).map(({ name }) => name), '专联络'];
    const namesIn = (text: string) => names.filter((name) => text.includes(name));
    const files = closed.filter(
      ({ kind, endpoint }) => kind === 'download' && !READS_THAT_WRITE.includes(endpoint.name),
    );
    // Control: with a fresh proof the files do name people, so that looking for names finds some.
    let named = 0;
    for (const route of files)
      if (namesIn((await call(app.as(personOf(route)), route)).text).length > 0) named += 1;
    assert.ok(named >= 2, String(named));
    await set('proved_at', new Date(Date.parse(app.clock.now()) - 660_000).toISOString());
    await unchanged(async () => {
      const sensitive = closed.filter(({ requireFresh }) => requireFresh === true);
      for (const route of sensitive) {
        const answer = await call(app.as(personOf(route)), route);
        assert.deepEqual(
          [answer.status, answer.body.code],
          [403, 'session.not_fresh'],
          label(route),
        );
      }
      for (const route of files)
        assert.deepEqual(
          namesIn((await call(app.as(personOf(route)), route)).text),
          [],
          label(route),
        );
      t.diagnostic(
        `${sensitive.length} refused; ${files.length} files, ${named} named people before`,
      );
    });
    await set('proved_at', app.clock.now());
  });

  test('a change that another site sends is refused, whatever it can send', async (t) => {
    const evil = 'https://evil.example';
    const forms = 'application/x-www-form-urlencoded';
    const sent: readonly Record<string, string>[] = [
      {},
      { origin: evil },
      { origin: evil, 'content-type': forms },
      { origin: evil, 'content-type': 'text/plain' },
      { origin: evil, 'x-onex-csrf': '1' },
      { origin: 'null', 'x-onex-csrf': '1' },
      { origin: 'http://localhost:81', 'x-onex-csrf': '1' },
      { origin: evil, 'sec-fetch-site': 'cross-site', 'x-onex-csrf': '1' },
      { 'sec-fetch-site': 'same-site', 'x-onex-csrf': '1' },
    ];
    const writing = routes.filter(isWriting);
    assert.ok(writing.length > 130, String(writing.length));
    await unchanged(async () => {
      for (const route of writing) {
        const { method } = route.endpoint;
        const url = pathOf(route.endpoint.path);
        const cookie = `onex=${personOf(route).token}`;
        // A link sends no token; what tells it apart is where it stood.
        for (const more of sent.filter((one) => method !== 'GET' || Object.keys(one).length > 0)) {
          const headers = { host: 'localhost:80', cookie, ...more };
          const answer = await app.http.inject({ method, url, headers, payload: '' });
          // A form that a page can post without asking is not even read.
          const expected =
            'content-type' in more && method !== 'GET' && answer.statusCode !== 403
              ? [400, 'request.malformed']
              : [403, 'request.cross_site'];
          const { code } = answer.json();
          assert.deepEqual(
            [answer.statusCode, code],
            expected,
            `${label(route)} ${JSON.stringify(more)}`,
          );
        }
        const asked = await app.http.inject({
          method: 'OPTIONS',
          url,
          headers: { origin: evil, 'access-control-request-method': method },
        });
        assert.equal(asked.headers['access-control-allow-origin'], undefined, label(route));
      }
    });
    t.diagnostic(`${writing.length} changes, ${sent.length} ways each`);
  });

  test('a page of ours is not taken for another site', async () => {
    const cookie = `onex=${app.world.people.officeAdmin.token}`;
    const send = async (more: Record<string, string>): Promise<number> => {
      const { statusCode } = await app.http.inject({
        method: 'POST',
        url: '/api/notifications/read',
        headers: { cookie, 'x-onex-csrf': '1', ...more },
        payload: {},
      });
      return statusCode;
    };
    for (const more of [
      { host: 'onex.example.cn', origin: 'https://onex.example.cn' },
      { host: '10.1.2.3:3000', origin: 'http://10.1.2.3:3000' },
      { host: 'onex.example.cn:443', origin: 'https://onex.example.cn' },
      {
        host: '127.0.0.1:3000',
        'x-forwarded-host': 'a.example.cn',
        origin: 'https://a.example.cn',
      },
      { host: '127.0.0.1:3000', 'sec-fetch-site': 'same-origin', origin: 'https://a.example.cn' },
    ])
      assert.notEqual(await send(more), 403, JSON.stringify(more));
    const other = { host: '127.0.0.1:3000', origin: 'https://known.example.cn' };
    assert.equal(await send(other), 403);
    Object.assign(app.environment, { publicUrl: 'https://known.example.cn' });
    assert.notEqual(await send(other), 403, 'PUBLIC_URL behind a proxy that says nothing');
  });

  test('no GET and no HEAD changes anything, and none is kept by anybody', async (t) => {
    const reading = [...routes, ...pages].filter((route) => !isWriting(route));
    await unchanged(async () => {
      let answers = 0;
      for (const route of reading) {
        const values = {
          id: app.world.people.collegeAdmin.id,
          register: nameOf(route).startsWith('catalog.') ? 'certificates' : 'organizations',
        };
        const url = pathOf(route.endpoint.path, values);
        for (const method of ['GET', 'HEAD'] as const) {
          const headers = { cookie: `onex=${personOf(route).token}`, accept: '*/*' };
          const own = await app.http.inject({ method, url, headers });
          assert.ok(own.statusCode < 500, `${label(route)} ${own.payload}`);
          const kept = String(own.headers['cache-control']);
          answers += 1;
          if (kept === 'no-store') continue;
          // What may be kept is the same for everybody.
          assert.equal(route.access, 'public', `${label(route)} ${kept}`);
          const anybody = await app.http.inject({ method, url, headers: { accept: '*/*' } });
          assert.equal(own.payload, anybody.payload, label(route));
        }
      }
      t.diagnostic(`${answers} answers to ${reading.length} addresses`);
      assert.ok(answers > 250, String(answers));
    });
  });

  test('no address carries a number, a mailbox, a password or a code', () => {
    const inAddress = [...routes, ...pages].flatMap(({ endpoint }) => {
      const keysOf = (schema: unknown): string[] =>
        Object.keys((schema as { shape?: object } | undefined)?.shape ?? {});
      return [...keysOf(endpoint.params), ...keysOf(endpoint.query)].map(
        (key) => `${endpoint.name} ${key}`,
      );
    });
    assert.ok(inAddress.length > 300, String(inAddress.length));
    const secret = /mobile|phone|landline|mail|password|token|secret|proof|code$|bank|identity/i;
    assert.deepEqual(
      inAddress.filter(
        (one) =>
          secret.test(one.split(' ')[1] ?? '') && !ADDRESS_KEYS.some((key) => one.endsWith(key)),
      ),
      [],
    );
  });
});
