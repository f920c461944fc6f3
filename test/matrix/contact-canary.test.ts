import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import pg from 'pg';
import { allRoutes } from '../../src/app/features.ts';
import { openRound } from '../../src/features/applications/factory.ts';
import { expectStatus, register } from '../../src/features/contacts/factory.ts';
import type { Route } from '../../src/platform/http/route.ts';
import { createLog } from '../../src/platform/log.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import type { PersonName } from '../support/world.ts';
import { call, csvOf, type PathValues } from './calls.ts';

/** A number and a mailbox that stand nowhere else. */
const MOBILE = '13977770042';
const MAILBOX = 'jinsique.kanari@example.cn';

/** Every form in which a careless program would leave a value: as it is, encoded, or hashed without a key. */
const tracesOf = (value: string): string[] => {
  const bytes = Buffer.from(value, 'utf8');
  const hashes = ['md5', 'sha1', 'sha256', 'sha384', 'sha512'].flatMap((name) => {
    const digest = createHash(name).update(bytes).digest();
    return [digest.toString('hex'), digest.toString('base64'), digest.toString('base64url')];
  });
  return [
    value,
    bytes.toString('hex'),
    // Without padding, and at each of the three places where it can begin inside a longer text.
    ...[0, 1, 2].map((skip) =>
      bytes
        .subarray(skip)
        .toString('base64')
        .replace(/={1,2}$/, '')
        .slice(0, -2),
    ),
    ...hashes,
  ];
};

const TRACES = [MOBILE, MAILBOX].flatMap(tracesOf);

const found = (text: string): string[] => {
  const lower = text.toLowerCase();
  return TRACES.filter((trace) => lower.includes(trace.toLowerCase()));
};

/** Every table and every column as text: what somebody has who took a dump. */
const dumpOf = async (url: string): Promise<string> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ name: string }>(
      `select quote_ident(schemaname) || '.' || quote_ident(tablename) as name from pg_tables
        where schemaname not in ('pg_catalog', 'information_schema')`,
    );
    const parts: string[] = [];
    for (const { name } of rows) {
      const { rows: lines } = await client.query<{ line: string }>(
        `select t::text || ' ' || to_jsonb(t)::text as line from ${name} t`,
      );
      parts.push(`${name}\n${lines.map(({ line }) => line).join('\n')}`);
    }
    return parts.join('\n');
  } finally {
    await client.end();
  }
};

const FULL: ReadonlySet<string> = new Set(['contacts.unmask', 'contacts.exportFull']);

describe('a mobile and a mailbox are where they are asked for, and nowhere else', () => {
  let app: TestApp;
  let contactId: string;
  const lines: string[] = [];
  before(async () => {
    app = await startTestApp();
    Object.assign(app.environment, {
      log: createLog('trace', { write: (line) => void lines.push(line) }),
    });
    await openRound(app);
    const { people } = app.world;
    contactId = await register(app, people.eastSchoolAdmin, { mobile: MOBILE, mailbox: MAILBOX });
    app.clock.advance(60_000);
    const school = app.as(people.eastSchoolAdmin);
    const change = {
      version: 1,
      name: '卓联络',
      department: '财务处',
      title: '处长',
      landline: '',
      reason: '职务变动',
    };
    expectStatus(await school.put(`/api/contacts/${contactId}`, change), 200);
    const tap = { contacts: [{ id: contactId, version: 2 }] };
    expectStatus(await school.post('/api/contacts/confirm', tap), 200);
    const office = app.as(people.officeStaff);
    for (const value of [MOBILE, MAILBOX])
      assert.equal((await office.post('/api/contacts/find', { value })).body.rows.length, 1);
    for (const field of ['mobile', 'mailbox'])
      expectStatus(
        await office.post(`/api/contacts/${contactId}/unmask`, {
          field,
          purpose: 'NOTIFY',
          note: '',
        }),
        200,
      );
  });
  after(() => app.close());

  test('the search itself finds a planted value in each form', () => {
    for (const value of [MOBILE, MAILBOX]) {
      const inside = Buffer.from(`{"number":"${value}"}`).toString('base64');
      for (const text of [
        `x${value}x`,
        Buffer.from(value).toString('hex'),
        inside,
        createHash('sha256').update(value).digest('hex'),
      ])
        assert.notDeepEqual(found(text), [], text);
    }
  });

  const idsWorthTrying = (): PathValues[] => {
    const { organizations, people } = app.world;
    return [contactId, organizations.eastSchool, people.eastSchoolAdmin.id].map((id) => ({
      id,
      applicationId: id,
      roundId: id,
    }));
  };

  const everywhere: readonly Route[] = allRoutes.flatMap((route) =>
    route.kind === 'list' ? [route, csvOf(route)] : [route],
  );

  const people: readonly (PersonName | undefined)[] = [
    undefined,
    'officeAdmin',
    'officeStaff',
    'reviewer',
    'viewer',
    'auditor',
    'systemAdmin',
    'eastAdmin',
    'eastReviewer',
    'eastViewer',
    'westReviewer',
    'eastSchoolAdmin',
    'eastSchoolStaff',
    'eastSchoolLeader',
    'westSchoolAdmin',
    'alphaAdmin',
    'alphaStaff',
  ];

  for (const name of people) {
    test(`${name ?? 'nobody'} reads neither in any answer of any route`, async () => {
      const client = app.as(name === undefined ? undefined : app.world.people[name]);
      let opened = 0;
      for (const route of everywhere.filter(({ endpoint }) => endpoint.method === 'GET')) {
        for (const values of idsWorthTrying()) {
          const answer = await call(client, route, { values });
          if (answer.status === 200) opened += 1;
          const all = `${JSON.stringify(answer.headers)}\n${answer.text}`;
          assert.deepEqual(found(all), [], route.endpoint.name);
          if (!route.endpoint.path.includes(':')) break;
        }
      }
      assert.ok(opened >= 10, String(opened));
    });
  }

  test('a refused or faulty change repeats neither', async () => {
    for (const name of ['eastSchoolAdmin', 'officeStaff', 'westSchoolAdmin'] as const) {
      const client = app.as(app.world.people[name]);
      const writes = everywhere.filter(
        ({ endpoint }) => endpoint.method !== 'GET' && !FULL.has(endpoint.name),
      );
      for (const route of writes.filter(({ endpoint }) => endpoint.name.startsWith('contacts.'))) {
        const body = { mobile: MOBILE, mailbox: MAILBOX, name: MOBILE, reason: MAILBOX };
        const answer = await call(client, route, { values: { id: contactId }, body });
        assert.ok(answer.status >= 400 && answer.status < 500, route.endpoint.name);
        assert.deepEqual(found(answer.text), [], route.endpoint.name);
      }
    }
  });

  test('whoever may ask reads them: the unmasked value, and an export for a purpose', async () => {
    const office = app.as(app.world.people.officeStaff);
    const file = await office.get('/api/contacts/export/full', {
      query: { purpose: 'NOTIFY', note: '' },
    });
    assert.ok(found(file.text).includes(MOBILE) && found(file.text).includes(MAILBOX));
    assert.equal(file.headers['cache-control'], 'no-store');
  });

  test('neither stands in a dump of the database in any form', async () => {
    const dump = await dumpOf(app.databaseUrl);
    assert.ok(dump.length > 50_000, String(dump.length));
    assert.ok(dump.includes(contactId), 'the contact itself is in the dump');
    assert.match(dump, /k1\.[\w-]{40}/);
    assert.deepEqual(found(dump), []);
  });

  test('nor in the log, nor in what is planned to be told', () => {
    assert.ok(lines.length > 500, String(lines.length));
    assert.deepEqual(found(lines.join('\n')), []);
    assert.deepEqual(found(JSON.stringify(app.plannedJobs)), []);
  });
});
