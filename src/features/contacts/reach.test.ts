import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { addDays } from '../../kernel/time.ts';
import { asOwner } from '../filings/factory.ts';
import { startTestApp, type TestApp } from '../../../test/support/test-app.ts';
import type { PersonName } from '../../../test/support/world.ts';
import { expectStatus, register } from './factory.ts';

describe('who reaches which contacts, and full numbers', () => {
  let app: TestApp;
  let eastId: string;
  let westId: string;
  before(async () => {
    app = await startTestApp();
    const { people } = app.world;
    await asOwner(
      app,
      `update organization set short_name = '东职', search_text = $2 where id = $1`,
      [
        app.world.organizations.eastSchool,
        '东川职业中专|dongchuanzhiyezhongzhuan|dczyzz|东职|dongzhi|dz',
      ],
    );
    eastId = await register(app, people.eastSchoolAdmin, {
      name: '单于见山',
      mobile: '13800000061',
      mailbox: 'jian@example.cn',
    });
    westId = await register(app, people.westSchoolAdmin, {
      name: '卓听雨',
      mobile: '13800000062',
      mailbox: 'yu@example.cn',
    });
  });
  after(() => app.close());

  const as = (name: PersonName) => app.as(app.world.people[name]);
  const names = async (name: PersonName, query: Record<string, string> = {}): Promise<string[]> => {
    const all = { duty: 'FINANCE', pageSize: '100', ...query };
    const { body } = expectStatus(await as(name).get('/api/contacts', { query: all }), 200);
    assert.equal(body.total, body.rows.length);
    return body.rows.map((row: { name: string }) => row.name).toSorted();
  };

  test('the province sees all, a bureau the schools it answers for, others have no directory', async () => {
    assert.deepEqual(await names('viewer'), ['卓听雨', '单于见山']);
    assert.deepEqual(await names('eastViewer'), ['单于见山']);
    assert.deepEqual(await names('westReviewer'), ['卓听雨']);
    for (const name of ['collegeAdmin', 'alphaAdmin', 'systemAdmin'] as const)
      expectStatus(await as(name).get('/api/contacts'), 403);
  });

  test('finds by name, pinyin with a second reading, initials and the short name of the organization', async () => {
    for (const q of ['见山', 'shanyujianshan', 'chanyu', 'cyjs', '东职', 'dongzhi', 'dczy'])
      assert.deepEqual(await names('officeStaff', { q }), ['单于见山'], q);
    assert.deepEqual(await names('officeStaff', { q: '没有这个人' }), []);
  });

  test('pages, sorts and exports what is filtered, masked', async () => {
    const { body } = await as('officeStaff').get('/api/contacts', {
      query: { duty: 'FINANCE', sort: '-name', pageSize: '20', page: '1' },
    });
    assert.deepEqual(
      body.rows.map((row: { name: string }) => row.name),
      ['卓听雨', '单于见山'],
    );
    const csv = await as('officeStaff').get('/api/contacts.csv', { query: { duty: 'FINANCE' } });
    assert.equal(csv.status, 200);
    assert.match(csv.text, /138\*\*\*\*0061/);
    assert.match(csv.text, /j\*\*\*@example\.cn/);
    assert.doesNotMatch(csv.text, /13800000061|jian@/);
  });

  test('a number in the address is refused; the other way finds it, within reach', async () => {
    for (const q of ['13800000061', '138 0000 0061', 'jian@example.cn'])
      expectStatus(await as('officeStaff').get('/api/contacts', { query: { q } }), 400);
    const find = async (name: PersonName, value: string) =>
      (await as(name).post('/api/contacts/find', { value })).body;
    const found = await find('officeStaff', '+86 138-0000-0061');
    assert.deepEqual(
      found.rows.map((row: { id: string; mobile: string }) => [row.id, row.mobile]),
      [[eastId, '138****0061']],
    );
    assert.equal((await find('officeStaff', 'JIAN@Example.cn')).rows.length, 1);
    assert.equal((await find('eastAdmin', '13800000062')).rows.length, 0);
    assert.equal((await find('officeStaff', '138000')).code, 'contacts.not_an_identifier');
  });

  test('one organization is not found from outside, nor changed by those above', async () => {
    const { organizations } = app.world;
    const path = `/api/contacts/organizations/${organizations.westSchool}`;
    for (const name of ['eastViewer', 'collegeAdmin', 'alphaStaff'] as const) {
      expectStatus(await as(name).get(path), 404);
      expectStatus(await as(name).get(`${path}/history`), 404);
    }
    const seen = expectStatus(await as('westReviewer').get(path), 200).body;
    assert.deepEqual([seen.mayEdit, seen.mayUnmask, seen.mayFollow], [false, true, false]);
    const history = expectStatus(await as('westReviewer').get(`${path}/history`), 200).body;
    assert.ok(history.rows.every(({ who }: { who: string }) => who === ''));
    const end = { version: 1, validTo: '2025-04-01', reason: '岗位调整' };
    const other = await as('eastSchoolAdmin').post(`/api/contacts/${westId}/end`, end);
    expectStatus(other, 404);
    const above = await as('eastAdmin').post(`/api/contacts/${eastId}/end`, end);
    assert.deepEqual([above.status, above.body.code], [403, 'contacts.kept_by_others']);
    for (const [verb, body] of [
      ['undo', { version: 1 }],
      ['report', { version: 1, kind: 'LEFT', reason: '已调走' }],
    ] as const)
      expectStatus(
        await as('eastSchoolAdmin').post(`/api/contacts/${westId}/${verb}`, body),
        verb === 'undo' ? 404 : 403,
      );
  });

  const unmask = (name: PersonName, id: string, body: Record<string, unknown> = {}) =>
    as(name).post(`/api/contacts/${id}/unmask`, {
      field: 'mobile',
      purpose: 'NOTIFY',
      note: '',
      ...body,
    });

  test('one value for a purpose, with one audit row that does not hold it', async () => {
    const { rows: before } = await asOwner(
      app,
      `select count(*)::int as n from audit_event where action = 'contacts.unmask' and outcome = 'done'`,
    );
    const answer = expectStatus(await unmask('officeStaff', eastId), 200);
    assert.deepEqual(answer.body, { value: '13800000061' });
    assert.equal(answer.headers['cache-control'], 'no-store');
    const mailbox = await unmask('officeStaff', eastId, {
      field: 'mailbox',
      purpose: 'OTHER',
      note: '寄送材料',
    });
    assert.deepEqual(mailbox.body, { value: 'jian@example.cn' });
    const { rows } = await asOwner(
      app,
      `select subject_id, reason, detail from audit_event
        where action = 'contacts.unmask' and outcome = 'done' order by occurred_at, id`,
    );
    assert.equal(rows.length, before[0].n + 2);
    assert.deepEqual(rows.map(({ reason }) => reason).toSorted(), [
      '其他（须说明）：寄送材料',
      '通知试点工作',
    ]);
    assert.ok(rows.every(({ subject_id }) => subject_id === eastId));
    assert.doesNotMatch(JSON.stringify(rows), /13800000061|jian@/);
  });

  test('without a purpose, without a reason for "other", from outside and by viewers it is refused', async () => {
    expectStatus(await unmask('officeStaff', eastId, { purpose: '' }), 400);
    const other = await unmask('officeStaff', eastId, { purpose: 'OTHER' });
    assert.equal(other.body.code, 'contacts.purpose_note');
    expectStatus(await unmask('westReviewer', eastId), 404);
    expectStatus(await unmask('westSchoolAdmin', eastId), 404);
    for (const name of ['viewer', 'auditor', 'eastViewer', 'eastSchoolLeader'] as const)
      expectStatus(await unmask(name, eastId), 403);
  });

  test('a full export is for a purpose, marked, counted, within reach and not endless', async () => {
    const get = (name: PersonName, query: Record<string, string>) =>
      as(name).get('/api/contacts/export/full', { query });
    expectStatus(await get('officeStaff', { note: '' }), 400);
    expectStatus(await get('viewer', { purpose: 'NOTIFY', note: '' }), 403);
    const file = expectStatus(
      await get('eastAdmin', { purpose: 'NOTIFY', note: '', duty: 'FINANCE' }),
      200,
    );
    assert.match(file.text, /13800000061/);
    assert.match(file.text, /东川市教育局东方既白/);
    assert.doesNotMatch(file.text, /13800000062/);
    const listed = expectStatus(await as('officeAdmin').get('/api/contacts/exports'), 200).body;
    assert.deepEqual(
      listed.rows.map((row: { who: string; rowCount: number }) => [row.who, row.rowCount]),
      [['东方既白', 1]],
    );
    for (let time = 2; time <= 5; time += 1)
      expectStatus(await get('eastAdmin', { purpose: 'VERIFY', note: '' }), 200);
    const sixth = await get('eastAdmin', { purpose: 'VERIFY', note: '' });
    assert.deepEqual([sixth.status, sixth.body.code], [429, 'contacts.too_many_exports']);
  });

  test('the dead are listed by why, the office reminds and reports, the organization is told', async () => {
    const dead = async (name: PersonName, query: Record<string, string> = {}) =>
      expectStatus(
        await as(name).get('/api/contacts/dead', { query: { pageSize: '100', ...query } }),
        200,
      ).body;
    const first = await dead('officeStaff');
    // The two evaluation organizations never named anybody; the schools of the world did.
    assert.deepEqual(first.counts, { missing: 2, never: 0, stale: 0, bounced: 0, left: 0 });
    const report = { version: 1, kind: 'PHONE_DEAD', reason: '打了三天没有人接' };
    expectStatus(await as('officeStaff').post(`/api/contacts/${eastId}/report`, report), 200);
    const end = { version: 1, validTo: '2025-03-02', reason: '岗位调整' };
    expectStatus(await as('westSchoolAdmin').post(`/api/contacts/${westId}/end`, end), 200);
    app.clock.set(addDays(app.clock.now(), 2));
    const now = await dead('officeStaff');
    assert.deepEqual(now.counts, { missing: 2, never: 0, stale: 0, bounced: 1, left: 1 });
    assert.equal(now.total, 4);
    const bounced = await dead('eastViewer', { group: 'bounced' });
    assert.deepEqual(
      bounced.rows.map((row: { name: string; reportLabel: string }) => [row.name, row.reportLabel]),
      [['单于见山', '电话打不通']],
    );
    assert.equal((await dead('eastViewer')).total, 1);
    const { organizations } = app.world;
    const outside = await as('eastAdmin').post('/api/contacts/nudge', {
      organizationIds: [organizations.westSchool],
    });
    expectStatus(outside, 404);
    const told = await as('officeStaff').post('/api/contacts/nudge', {
      organizationIds: [organizations.westSchool, organizations.alphaOrg],
    });
    assert.deepEqual(told.body, { told: 2 });
    const events = app.plannedJobs.map(({ data }) => (data as { event: string }).event);
    assert.deepEqual(events.toSorted(), [
      'contacts.changed',
      'contacts.nudged',
      'contacts.nudged',
      'contacts.reported',
    ]);
    assert.doesNotMatch(JSON.stringify(app.plannedJobs), /单于|听雨|1380000|@example/);
  });
});
