import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Answer, TestApp } from '../../../test/support/test-app.ts';
import { addMinutes } from '../../kernel/time.ts';
import { SYSTEM } from '../../kernel/actor.ts';
import { sqlBuilder } from '../../platform/db/database.ts';
import { network, openBrowser, startAccountsApp } from './factory.ts';
import { REQUEST_FORM, sendAccountRequest, uploadRequestLetter } from './request-factory.ts';
import { FLOOD_LIMITS, normalizeReceipt, receiptNumberOf } from './request-rules.ts';

const PASSWORD = 'kettle-rail-plum-7';
describe('asking for an account', () => {
  let app: TestApp;
  before(async () => {
    app = await startAccountsApp();
  });
  after(() => app.close());

  const upload = (address: string): Promise<Answer> => uploadRequestLetter(app, address);

  const send = async (change: object = {}, address = '198.51.100.4'): Promise<Answer> => {
    const letter = await upload(address);
    assert.equal(letter.status, 200, letter.text);
    return await sendAccountRequest(app, { address, letter, change });
  };

  const stateOf = (receiptNumber: string, address = '198.51.100.4'): Promise<Answer> =>
    openBrowser(app, address).post('/api/account-requests/state', { receiptNumber });

  const requestOf = async (receiptNumber: string): Promise<Answer['body']> => {
    const list = await app
      .as(app.world.people.officeAdmin)
      .get('/api/people/requests', { query: { q: receiptNumber } });
    assert.equal(list.body.rows.length, 1, list.text);
    return list.body.rows[0];
  };

  it('goes from the form to a signed-in person, the link used once', async () => {
    const { eastSchoolAdmin } = app.world.people;
    const sent = await send({}, '198.51.101.4');
    assert.equal(sent.status, 200, sent.text);
    const { receiptNumber } = sent.body;
    assert.match(receiptNumber, /^ZH-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}$/);
    const waiting = await stateOf(receiptNumber.toLowerCase().replaceAll('-', ' '));
    assert.deepEqual(
      [waiting.body.statusLabel, waiting.body.organizationName, waiting.body.reason],
      ['等待办理', '东川职业中专', null],
    );
    const row = await requestOf(receiptNumber);
    const admin = app.as(eastSchoolAdmin);
    const page = await admin.get(`/api/people/requests/${row.id}`);
    assert.equal(page.body.mobile, '138****1234');
    assert.equal(page.body.mailbox, 'ch***@example.cn');
    assert.ok(!page.text.includes('13800001234') && !page.text.includes('cheng@'));
    const letter = await admin.get(`/api/people/requests/${row.id}/letter`);
    assert.equal(letter.status, 200);
    assert.equal(letter.headers['content-type'], 'image/png');

    const approved = await admin.post(`/api/people/requests/${row.id}/approval`, {
      version: row.version,
      loginName: 'cheng.xinlai',
      roles: ['institution_staff'],
    });
    assert.equal(approved.status, 200, approved.text);
    const token = approved.body.link.split('#')[1];
    const browser = openBrowser(app);
    const used = await browser.post('/api/activations', { token, password: PASSWORD });
    assert.equal(used.status, 200, used.text);
    assert.equal((await browser.get('/api/session')).body.actor.name, '程新来');
    const again = await openBrowser(app).post('/api/activations', { token, password: PASSWORD });
    assert.equal(again.body.code, 'accounts.link_invalid');
    assert.equal((await stateOf(receiptNumber)).body.statusLabel, '已通过');
    const twice = await admin.post(`/api/people/requests/${row.id}/approval`, {
      version: row.version + 1,
      loginName: 'cheng.other',
      roles: ['institution_staff'],
    });
    assert.equal(twice.body.code, 'accounts.wrong_state');
  });

  it('refuses with a reason that the asker reads', async () => {
    const { receiptNumber } = (await send({}, '198.51.102.4')).body;
    const row = await requestOf(receiptNumber);
    const office = app.as(app.world.people.officeAdmin);
    const bare = await office.post(`/api/people/requests/${row.id}/refusal`, { version: 1 });
    assert.equal(bare.status, 400);
    const refused = await office.post(`/api/people/requests/${row.id}/refusal`, {
      version: 1,
      reason: '授权书没有盖章，请盖章后重新申请',
    });
    assert.equal(refused.body.statusLabel, '未通过', refused.text);
    const state = await stateOf(receiptNumber);
    assert.deepEqual(
      [state.body.statusLabel, state.body.reason],
      ['没有通过', '授权书没有盖章，请盖章后重新申请'],
    );
  });

  it('is decided by the office or the body itself, and by nobody else', async () => {
    const { receiptNumber } = (await send({}, '198.51.103.4')).body;
    const row = await requestOf(receiptNumber);
    const { westSchoolAdmin, eastAdmin, eastSchoolStaff, systemAdmin, auditor } = app.world.people;
    for (const stranger of [westSchoolAdmin, eastAdmin]) {
      const client = app.as(stranger);
      assert.equal((await client.get(`/api/people/requests/${row.id}`)).status, 404);
      assert.equal((await client.get(`/api/people/requests/${row.id}/letter`)).status, 404);
      const tried = [
        await client.post(`/api/people/requests/${row.id}/approval`, {
          version: 1,
          loginName: 'abcd',
          roles: ['institution_staff'],
        }),
        await client.post(`/api/people/requests/${row.id}/refusal`, { version: 1, reason: '不行' }),
        await client.post(`/api/people/requests/${row.id}/contact`, { purpose: '想看' }),
      ];
      assert.deepEqual(
        tried.map(({ status }) => status),
        [404, 404, 404],
      );
      assert.equal((await client.get('/api/people/requests')).body.total, 0);
    }
    for (const person of [eastSchoolStaff, auditor])
      assert.equal((await app.as(person).get('/api/people/requests')).status, 403);
    const technical = await app.as(systemAdmin).get(`/api/people/requests/${row.id}`);
    assert.equal(technical.status, 200, technical.text);
    const above = await app
      .as(app.world.people.eastSchoolAdmin)
      .post(`/api/people/requests/${row.id}/approval`, {
        version: 1,
        loginName: 'climber',
        roles: ['provincial_reviewer'],
      });
    assert.equal(above.body.code, 'accounts.role_not_of_body', above.text);
  });

  it('shows mobile and mailbox only for a purpose, soon after a proof of identity, and keeps who looked', async () => {
    const { receiptNumber } = (await send({}, '198.51.104.4')).body;
    const row = await requestOf(receiptNumber);
    const { officeAdmin } = app.world.people;
    const office = app.as(officeAdmin);
    const url = `/api/people/requests/${row.id}/contact`;
    assert.equal((await office.post(url, {})).status, 400);
    const shown = await office.post(url, { purpose: '电话核对授权书' });
    assert.deepEqual(shown.body, { mobile: '13800001234', mailbox: 'cheng@example.cn' });
    await app.database.transaction(SYSTEM, (tx) =>
      tx.run(
        sqlBuilder
          .updateTable('session')
          .set({ proved_at: addMinutes(app.clock.now(), -11) })
          .where('account_id', '=', officeAdmin.id),
      ),
    );
    const stale = await office.post(url, { purpose: '电话核对授权书' });
    assert.deepEqual([stale.status, stale.body.code], [403, 'session.not_fresh']);
    const rows = await app.database.read(SYSTEM, (read) =>
      read.all(
        sqlBuilder
          .selectFrom('audit_event')
          .select(['reason', 'account_id', 'outcome'])
          .where('action', '=', 'accounts.revealRequest')
          .where('outcome', '=', 'done'),
      ),
    );
    assert.deepEqual(rows, [
      { reason: '电话核对授权书', account_id: officeAdmin.id, outcome: 'done' },
    ]);
  });

  it('keeps mobile and mailbox sealed: they stand nowhere in the database', async () => {
    await send({ mobile: '13900007777', mailbox: 'canary@example.org' }, '198.51.105.4');
    const rows = await app.database.read(SYSTEM, (read) =>
      read.all(sqlBuilder.selectFrom('account_request').selectAll()),
    );
    const text = JSON.stringify(rows);
    assert.ok(rows.length > 1);
    for (const canary of ['13900007777', 'canary@example.org', 'canary'])
      assert.ok(!text.includes(canary));
  });

  it('answers alike whether or not body and person have accounts', async () => {
    const asked = [
      await send({ organizationId: app.world.organizations.eastSchool }, '198.51.106.4'),
      await send({ organizationId: app.world.organizations.betaOrg }, '198.51.106.4'),
      await send(
        { name: '东校长青', organizationId: app.world.organizations.eastSchool },
        '198.51.106.4',
      ),
    ];
    assert.deepEqual(
      asked.map(({ status, body }) => [status, Object.keys(body)]),
      Array.from({ length: 3 }, () => [200, ['receiptNumber', 'sentAt']]),
    );
  });

  it('tells the body`s own administrator, or the office where there is none', async () => {
    const told = () =>
      app.plannedJobs
        .filter(({ kind }) => kind.name === 'notifications.expand')
        .map(({ data }) => (data as { to: unknown[] }).to[0]);
    await send({}, '198.51.107.4');
    assert.deepEqual(told().at(-1), {
      organizationId: app.world.organizations.eastSchool,
      roles: ['institution_admin'],
    });
    await send({ organizationId: app.world.organizations.westBureau }, '198.51.107.4');
    assert.deepEqual(told().at(-1), { role: 'project_office_admin' });
  });

  it('refuses a letter of another, a letter used twice, an old one, an unknown body and the office', async () => {
    const letter = (await upload('198.51.108.4')).body;
    const browser = openBrowser(app, '198.51.108.4');
    const form = {
      ...REQUEST_FORM,
      organizationId: app.world.organizations.eastSchool,
      letterId: letter.id,
      letterSecret: letter.secret,
    };
    const other = await browser.post('/api/account-requests', {
      ...form,
      letterSecret: 'x'.repeat(43),
    });
    assert.equal(other.body.code, 'accounts.letter_missing');
    const office = await browser.post('/api/account-requests', {
      ...form,
      organizationId: app.world.organizations.office,
    });
    assert.equal(office.body.code, 'accounts.organization_not_found');
    app.clock.advance(25 * 3600 * 1000);
    assert.equal(
      (await browser.post('/api/account-requests', form)).body.code,
      'accounts.letter_missing',
    );
    app.clock.advance(-25 * 3600 * 1000);
    assert.equal((await browser.post('/api/account-requests', form)).status, 200);
    assert.equal(
      (await browser.post('/api/account-requests', form)).body.code,
      'accounts.letter_missing',
    );
  });

  it('says of an unfinished form what is to be done, one thing for each field', async () => {
    const empty = { organizationId: '', letterId: '', letterSecret: '' };
    const answer = await openBrowser(app).post('/api/account-requests', {
      ...REQUEST_FORM,
      ...empty,
    });
    assert.equal(answer.status, 400, answer.text);
    const said = answer.body.findings.map(({ field, text }: { field: string; text: string }) => [
      field,
      text,
    ]);
    assert.deepEqual(said, [
      ['organizationId', '请从名单中选择单位'],
      ['letterId', '请上传盖章授权书；正在上传的，请等它传完再提交'],
    ]);
  });

  it('counts letters that arrive at once one after the other', async () => {
    const answers = await Promise.all(
      Array.from({ length: 2 * FLOOD_LIMITS.lettersPerNetwork }, () =>
        uploadRequestLetter(app, network(77)),
      ),
    );
    const taken = answers.filter(({ status }) => status === 200);
    assert.equal(taken.length, FLOOD_LIMITS.lettersPerNetwork);
    assert.ok(answers.every(({ status }) => status === 200 || status === 429));
  });

  it('holds off a flood from one network and leaves the others alone', async () => {
    const address = '203.0.113.200';
    for (let count = 0; count < FLOOD_LIMITS.requestsPerNetwork; count += 1)
      assert.equal((await send({}, address)).status, 200);
    const more = await send({}, address);
    assert.deepEqual([more.status, more.body.code], [429, 'accounts.requests_crowded']);
    assert.equal((await send({}, '198.51.110.9')).status, 200);
    let letters = 0;
    while ((await upload(address)).status === 200) letters += 1;
    assert.equal(letters, FLOOD_LIMITS.lettersPerNetwork - FLOOD_LIMITS.requestsPerNetwork - 1);
  });

  it('does not let receipt numbers be guessed', async () => {
    const address = network(77);
    const { receiptNumber } = (await send({}, '198.51.111.4')).body;
    for (let count = 0; count < 60; count += 1)
      assert.equal((await stateOf(`ZH-0000-0000-${1000 + count}`, address)).status, 404);
    const locked = await stateOf(receiptNumber, address);
    assert.deepEqual([locked.status, locked.body.code], [429, 'accounts.locked']);
    assert.equal((await stateOf(receiptNumber, network(78))).status, 200);
  });

  it('finds bodies by name and pinyin, never those of the office', async () => {
    const browser = openBrowser(app);
    const found = await browser.get('/api/account-requests/organizations?q=%E4%B8%9C%E5%B7%9D');
    assert.deepEqual(
      found.body.rows.map(({ name }: { name: string }) => name),
      ['东川市教育局', '东川职业中专'],
    );
    const office = await browser.get(
      `/api/account-requests/organizations?q=${encodeURIComponent('项目办')}`,
    );
    assert.deepEqual(office.body.rows, []);
  });
});

it('a receipt number is read whatever way it was written down', () => {
  const number = receiptNumberOf(Uint8Array.from({ length: 12 }, (_, index) => index));
  assert.equal(number, 'ZH-0123-4567-89AB');
  for (const typed of [
    number,
    'zh 0123 4567 89ab',
    'ＺＨ－０１２３－４５６７－８９ＡＢ',
    'o12345678 9ab',
  ])
    assert.equal(normalizeReceipt(typed), number);
});
