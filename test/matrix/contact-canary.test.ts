import assert from 'node:assert/strict';
import { createHash, createHmac, getHashes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { allRoutes } from '../../src/app/features.ts';
import { openRound } from '../../src/features/applications/factory.ts';
import {
  sendAccountRequest,
  uploadRequestLetter,
} from '../../src/features/accounts/request-factory.ts';
import { expectStatus, person, register } from '../../src/features/contacts/factory.ts';
import { asOwner } from '../../src/features/filings/factory.ts';
import { setUpDingtalk, setUpMail } from '../../src/features/notifications/factory.ts';
import type { Route } from '../../src/platform/http/route.ts';
import { openKeyring } from '../../src/platform/keyring.ts';
import { createLog } from '../../src/platform/log.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import type { PersonName } from '../support/world.ts';
import { call, csvOf, type PathValues } from './calls.ts';
import { dumpOf, filesOf, searchFor } from './traces.ts';

/** Numbers and mailboxes that stand nowhere else: of a contact, of an account request (F24), of one's own messages. */
const MOBILE = '13977770042';
const MAILBOX = 'jinsique.kanari@example.cn';
const ASKED_MOBILE = '13977770043';
const ASKED_MAILBOX = 'shenqing.kanari@example.cn';
const TOLD_MOBILE = '13977770044';
const TOLD_MAILBOX = 'tongzhi.kanari@example.cn';
const CANARIES = [MOBILE, MAILBOX, ASKED_MOBILE, ASKED_MAILBOX, TOLD_MOBILE, TOLD_MAILBOX];

const found = searchFor(CANARIES);

/** The only cells that hold them: asked for with a purpose and a fresh proof. */
const FULL: ReadonlySet<string> = new Set([
  'contacts.unmask',
  'contacts.exportFull',
  'accounts.revealRequest',
]);

/** What somebody would try who has the index and a list of all numbers, but not the key: the first 32 bytes of each. */
const guessesOf = (text: string): string[] =>
  getHashes()
    .filter((name) => !/^shake/i.test(name))
    .flatMap((name) => [
      createHash(name).update(text).digest(),
      ...['', 'mobile', 'onex', 'secret'].map((key) => createHmac(name, key).update(text).digest()),
    ])
    .map((guess) => guess.subarray(0, 32).toString('hex'));

describe('a mobile and a mailbox are where they are asked for, and nowhere else', () => {
  let app: TestApp;
  let contactId: string;
  let requestId: string;
  let otherRequestId: string;
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
    requestId = await ask({ mobile: ASKED_MOBILE, mailbox: ASKED_MAILBOX });
    otherRequestId = await ask({});
    const contact = { purpose: '电话核对授权书' };
    const head = app.as(people.officeAdmin);
    expectStatus(await head.post(`/api/people/requests/${requestId}/contact`, contact), 200);
    await setUpMail(app);
    await setUpDingtalk(app);
    for (const [medium, address] of [
      ['MAIL', TOLD_MAILBOX],
      ['DINGTALK', TOLD_MOBILE],
    ])
      expectStatus(
        await school.put(`/api/notifications/addresses/${medium}`, { address: String(address) }),
        200,
      );
  });
  after(() => app.close());

  /** The form F24 from upload to receipt, as a stranger sends it. */
  const ask = async (change: object): Promise<string> => {
    const address = '198.51.100.4';
    const letter = await uploadRequestLetter(app, address);
    const sent = expectStatus(await sendAccountRequest(app, { address, letter, change }), 200);
    const { receiptNumber } = sent.body;
    expectStatus(await app.as().post('/api/account-requests/state', { receiptNumber }), 200);
    const office = app.as(app.world.people.officeAdmin);
    const list = await office.get('/api/people/requests', { query: { q: receiptNumber } });
    return list.body.rows[0].id;
  };

  test('the search itself finds a planted value in each form', () => {
    for (const value of CANARIES) {
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
    return [contactId, requestId, organizations.eastSchool, people.eastSchoolAdmin.id].map(
      (id) => ({
        id,
        applicationId: id,
        roundId: id,
      }),
    );
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
      const reads = everywhere.filter(
        ({ endpoint, kind }) =>
          // Pages know no session: what nobody reads there, nobody else does.
          endpoint.method === 'GET' && (kind !== 'page' || name === undefined),
      );
      for (const route of reads) {
        for (const values of idsWorthTrying()) {
          const answer = await call(client, route, { values });
          if (answer.status === 200) opened += 1;
          const all = `${JSON.stringify(answer.headers)}\n${answer.text}`;
          assert.deepEqual(found(all), [], route.endpoint.name);
          // Whoever is refused for what they are is refused whatever they ask for.
          const isRefused = answer.status === 401 || answer.status === 403;
          if (isRefused || !route.endpoint.path.includes(':')) break;
        }
      }
      assert.ok(opened >= 10, String(opened));
    });
  }

  const BODY = { mobile: MOBILE, mailbox: MAILBOX, name: MOBILE, reason: MAILBOX };
  const PERSONAL_WRITES = /^(?:contacts|accounts|notifications)\./;

  test('a refused or faulty change repeats neither', async () => {
    const writes = everywhere.filter(
      ({ endpoint }) => endpoint.method !== 'GET' && PERSONAL_WRITES.test(endpoint.name),
    );
    for (const name of ['eastSchoolAdmin', 'officeAdmin', 'westSchoolAdmin'] as const) {
      const client = app.as(app.world.people[name]);
      // What ends the session that it is sent with says nothing about the ones after it.
      for (const route of writes.filter(({ endpoint }) => endpoint.body !== undefined)) {
        if (FULL.has(route.endpoint.name)) continue;
        for (const id of [contactId, requestId]) {
          const values = { id, medium: 'MAIL' };
          const answer = await call(client, route, { values, body: BODY });
          assert.ok(answer.status >= 400 && answer.status < 500, route.endpoint.name);
          assert.deepEqual(found(answer.text), [], route.endpoint.name);
        }
      }
    }
  });

  test('a fault that quotes what was written is answered and logged without it', async () => {
    const planted = ['contact', 'account_request', 'channel_address'];
    for (const table of planted)
      await asOwner(
        app,
        `alter table ${table} add constraint planted_${table} check (id is null) not valid`,
      );
    const school = app.as(app.world.people.eastSchoolAdmin);
    const address = '198.51.101.4';
    const letter = await uploadRequestLetter(app, address);
    const change = { mobile: ASKED_MOBILE, mailbox: ASKED_MAILBOX };
    const faults = [
      await school.post(
        '/api/contacts',
        person({ duty: 'OFFICER', mobile: MOBILE, mailbox: MAILBOX }),
      ),
      await sendAccountRequest(app, { address, letter, change }),
      await app
        .as(app.world.people.eastSchoolStaff)
        .put('/api/notifications/addresses/MAIL', { address: TOLD_MAILBOX }),
    ];
    for (const table of planted)
      await asOwner(app, `alter table ${table} drop constraint planted_${table}`);
    for (const [index, fault] of faults.entries()) {
      assert.equal(fault.status, 500, fault.text);
      assert.deepEqual(found(fault.text), []);
      const table = `planted_${planted[index] ?? ''}`;
      assert.ok(
        lines.some((line) => line.includes(table)),
        `${table} was not logged`,
      );
    }
  });

  test('whoever may ask reads them: the unmasked value, and an export for a purpose', async () => {
    const office = app.as(app.world.people.officeStaff);
    const file = await office.get('/api/contacts/export/full', {
      query: { purpose: 'NOTIFY', note: '' },
    });
    assert.ok(found(file.text).includes(MOBILE) && found(file.text).includes(MAILBOX));
    assert.equal(file.headers['cache-control'], 'no-store');
    const shown = await app
      .as(app.world.people.officeAdmin)
      .post(`/api/people/requests/${requestId}/contact`, { purpose: '电话核对授权书' });
    assert.deepEqual(shown.body, { mobile: ASKED_MOBILE, mailbox: ASKED_MAILBOX });
    assert.equal(shown.headers['cache-control'], 'no-store');
  });

  test('each look at a request leaves one row that says why and does not hold it', async () => {
    const rows = async () =>
      (
        await asOwner(
          app,
          `select reason, detail from audit_event where action = 'accounts.revealRequest' and outcome = 'done'`,
        )
      ).rows;
    const before_ = (await rows()).length;
    const office = app.as(app.world.people.officeAdmin);
    const url = `/api/people/requests/${requestId}`;
    assert.equal((await office.post(`${url}/contact`, {})).status, 400, 'without a purpose');
    const { body } = await office.get(url);
    assert.deepEqual([body.mobile, body.mailbox], ['139****0043', 'sh***@example.cn']);
    assert.equal((await rows()).length, before_, 'the masked page is no look');
    expectStatus(await office.post(`${url}/contact`, { purpose: '回访' }), 200);
    const after_ = await rows();
    assert.equal(after_.length, before_ + 1);
    assert.ok(after_.some(({ reason }) => reason === '回访'));
    assert.deepEqual(found(JSON.stringify(after_)), []);
  });

  test('exchanged and damaged values of requests and contacts are refused, and not shown', async () => {
    const office = app.as(app.world.people.officeAdmin);
    const look = (id: string) =>
      office.post(`/api/people/requests/${id}/contact`, { purpose: '电话核对授权书' });
    const exchange = () =>
      asOwner(
        app,
        `update account_request c set mobile_sealed = o.mobile_sealed from account_request o
          where (c.id = $1 and o.id = $2) or (c.id = $2 and o.id = $1)`,
        [requestId, otherRequestId],
      );
    await exchange();
    for (const id of [requestId, otherRequestId]) {
      const refused = await look(id);
      assert.deepEqual([refused.status, refused.body.code], [422, 'accounts.seal_broken']);
      const { body } = await office.get(`/api/people/requests/${id}`);
      assert.deepEqual([body.mobile, body.mailbox], ['无法核验', '无法核验']);
    }
    await exchange();
    assert.equal((await look(requestId)).body.mobile, ASKED_MOBILE, 'back in its place');
    for (const [table, column, read] of [
      ['account_request', 'mailbox_sealed', () => look(requestId)],
      ['contact', 'mobile_sealed', () => unmask('mobile')],
      ['contact', 'mailbox_sealed', () => unmask('mailbox')],
    ] as const) {
      const id = table === 'contact' ? contactId : requestId;
      const { rows } = await asOwner(
        app,
        `select ${column} as sealed from ${table} where id = $1`,
        [id],
      );
      const [key = '', text = ''] = String(rows[0].sealed).split('.');
      const put = (sealed: string) =>
        asOwner(app, `update ${table} set ${column} = $2 where id = $1`, [id, sealed]);
      const bytes = Buffer.from(text, 'base64url');
      for (const place of [0, 12, bytes.length - 1]) {
        const flipped = Buffer.from(bytes);
        flipped[place] = (flipped[place] ?? 0) ^ 1;
        await put(`${key}.${flipped.toString('base64url')}`);
        const refused = await read();
        assert.equal(refused.status, 422, `${table}.${column} byte ${place}: ${refused.text}`);
        assert.deepEqual(found(refused.text), []);
      }
      await put(String(rows[0].sealed));
      assert.equal((await read()).status, 200);
    }
  });

  const unmask = (field: string) =>
    app
      .as(app.world.people.officeStaff)
      .post(`/api/contacts/${contactId}/unmask`, { field, purpose: 'NOTIFY', note: '' });

  test('what finds a number again is no hash that anybody could compute', async () => {
    const { rows } = await asOwner(
      app,
      `select mobile_index as index from contact where id = $1
       union all select mobile_index from account_request where id = $2`,
      [contactId, requestId],
    );
    const folder = await mkdtemp(join(tmpdir(), 'onex-other-'));
    const other = await openKeyring(folder);
    for (const [index, mobile] of [MOBILE, ASKED_MOBILE].entries()) {
      const stored: Buffer = rows[index].index;
      assert.deepEqual(stored, app.environment.keyring.index('mobile', mobile), 'control');
      assert.notDeepEqual(stored, other.index('mobile', mobile), 'another deployment');
      const texts = [mobile, `mobile\n${mobile}`, `+86${mobile}`, `mobile:${mobile}`];
      const guesses = texts.flatMap(guessesOf);
      assert.ok(guesses.length > 200);
      assert.equal(guesses.includes(stored.toString('hex')), false);
    }
    await rm(folder, { recursive: true });
  });

  test('neither stands in a dump of the database in any form', async () => {
    const dump = await dumpOf(app.databaseUrl);
    assert.ok(dump.length > 50_000, String(dump.length));
    assert.ok(dump.includes(contactId), 'the contact itself is in the dump');
    assert.match(dump, /k1\.[\w-]{40}/);
    assert.deepEqual(found(dump), []);
  });

  test('nor in any file of the data folder', async () => {
    const { count, text } = await filesOf(app.dataDir);
    assert.ok(count >= 3, `${count} files: letters and keys`);
    assert.ok(text.includes('keys.json'));
    assert.deepEqual(found(text), []);
  });

  test('nor in the log, nor in what is planned to be told', () => {
    assert.ok(lines.length > 500, String(lines.length));
    assert.deepEqual(found(lines.join('\n')), []);
    assert.deepEqual(found(JSON.stringify(app.plannedJobs)), []);
  });
});
