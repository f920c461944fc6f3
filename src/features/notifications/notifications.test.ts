import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startMailReceiver } from '../../../test/support/mail-receiver.ts';
import { startTestApp, type TestApp } from '../../../test/support/test-app.ts';
import { SYSTEM } from '../../kernel/actor.ts';
import { addDays } from '../../kernel/time.ts';
import { sqlBuilder } from '../../platform/db/database.ts';
import type { ReminderSource } from '../../platform/reminders.ts';
import { giveAddress, noticeTo, setUpMail, tellNow, workerOf } from './factory.ts';
import { notificationRoutes } from './index.ts';
import { remindAll } from './remind.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;

describe('notifications over HTTP', () => {
  let app: TestApp;
  before(async () => {
    app = await startTestApp({ routes: notificationRoutes });
    await setUpMail(app);
  });
  after(() => app.close());

  const admin = () => app.as(app.world.people.collegeAdmin);
  const office = () => app.as(app.world.people.officeAdmin);
  const inbox = async (query: Record<string, string> = {}) =>
    (await admin().get('/api/notifications', { query })).body;

  test('the inbox is one’s own, also for those who see everything', async () => {
    const { college } = app.world.organizations;
    assert.equal(await tellNow(app, noticeTo([{ organizationId: college }])), 2);
    await tellNow(app, noticeTo([{ role: 'institution_staff' }], { title: '致经办人' }));
    await tellNow(
      app,
      noticeTo([{ organizationId: college, roles: ['institution_admin'] }, { role: 'org_admin' }]),
    );
    assert.equal((await inbox()).total, 2);
    assert.equal(
      (await app.as(app.world.people.collegeStaff).get('/api/notifications')).body.total,
      2,
    );
    assert.equal(
      (await app.as(app.world.people.alphaAdmin).get('/api/notifications')).body.total,
      1,
    );
    assert.equal((await office().get('/api/notifications')).body.total, 0);
    assert.equal((await app.as().get('/api/notifications')).status, 401);
  });

  test('unread is counted, marked, filtered; ids of others change nothing', async () => {
    const staff = app.as(app.world.people.collegeStaff);
    const of = async (client: ReturnType<TestApp['as']>) =>
      (await client.get('/api/notifications/unread')).body.unreadCount;
    assert.deepEqual([await of(admin()), await of(staff)], [2, 2]);
    const ids = (await inbox()).rows.map((row: { id: string }) => row.id);
    await staff.post('/api/notifications/read', { ids });
    assert.equal(await of(admin()), 2, 'somebody else marked it as read');
    const answer = await admin().post('/api/notifications/read', { ids: [ids[0]] });
    assert.deepEqual(answer.body, { unreadCount: 1 });
    assert.equal((await inbox({ read: 'no' })).total, 1);
    assert.equal((await inbox({ read: 'yes' })).total, 1);
    assert.equal((await inbox({ q: '没有这句话' })).total, 0);
    assert.deepEqual((await admin().post('/api/notifications/read-all')).body, { unreadCount: 0 });
    assert.equal(await of(staff), 2);
    const csv = await admin().get('/api/notifications.csv');
    assert.match(csv.text, /试点申报需要修改/);
  });

  test('switched off, it is not told; urgent always stands in the inbox', async () => {
    const choice = { event: 'applications.told', channel: 'INBOX', isOn: false };
    const { total } = await inbox();
    assert.equal((await admin().put('/api/notifications/preferences/choice', choice)).status, 200);
    await tellNow(app, noticeTo([{ accountId: app.world.people.collegeAdmin.id }]));
    assert.equal((await inbox()).total, total);
    const urgent = { ...choice, event: 'applications.urged' };
    const refused = await admin().put('/api/notifications/preferences/choice', urgent);
    assert.deepEqual([refused.status, refused.body.code], [422, 'notifications.inbox_is_fixed']);
    const unknown = { ...choice, event: 'applications.nothing' };
    assert.equal((await admin().put('/api/notifications/preferences/choice', unknown)).status, 404);
    await admin().put('/api/notifications/preferences/choice', { ...choice, isOn: true });
  });

  test('an organization says what holds for its people; staff may not', async () => {
    const choice = { event: 'applications.told', channel: 'MAIL', isOn: false };
    const path = '/api/notifications/organization-preferences/choice';
    assert.equal((await app.as(app.world.people.collegeStaff).put(path, choice)).status, 403);
    assert.equal((await admin().put(path, choice)).status, 200);
    const mail = async (client: ReturnType<TestApp['as']>) =>
      (await client.get('/api/notifications/preferences')).body.events
        .find((event: { name: string }) => event.name === 'applications.told')
        .channels.find((one: { channel: string }) => one.channel === 'MAIL');
    assert.deepEqual(await mail(app.as(app.world.people.collegeStaff)), {
      channel: 'MAIL',
      isOn: false,
      isOwn: false,
      isFixed: false,
    });
    assert.equal((await mail(app.as(app.world.people.universityAdmin))).isOn, true);
    await admin().put('/api/notifications/preferences/choice', { ...choice, isOn: true });
    assert.equal((await mail(admin())).isOn, true);
    await admin().put(path, { ...choice, isOn: true });
  });

  test('an address is used only after the code that was sent there has come back', async () => {
    const receiver = await startMailReceiver();
    const client = app.as(app.world.people.eastSchoolAdmin);
    const put = (address: string) => client.put('/api/notifications/addresses/MAIL', { address });
    const confirm = (code: string) =>
      client.post('/api/notifications/addresses/MAIL/verification', { code });
    for (const wrong of ['nobody', 'a@b', 'a b@', '"x y"@example.cn', 'a@example.cn>,b@example.cn'])
      assert.equal((await put(wrong)).status, 422, wrong);
    const entered = await put('　East.School@Example.CN ');
    assert.equal(entered.status, 200, entered.text);
    assert.doesNotMatch(entered.text, /East\.School/);
    assert.equal(entered.body.addresses[0].masked, 'E***@example.cn');
    await tellNow(app, noticeTo([{ accountId: app.world.people.eastSchoolAdmin.id }]));
    await workerOf(app, { smtpUrl: receiver.url }).run();
    assert.equal(
      receiver.taken.length,
      1,
      'more than the code went to an address nobody confirmed',
    );
    const code = /验证码：(\d{6})/.exec(receiver.taken[0]?.text ?? '')?.[1] ?? '';
    const other = code === '111111' ? '222222' : '111111';
    for (let guess = 0; guess < 4; guess += 1) assert.equal((await confirm(other)).status, 422);
    assert.equal((await confirm(code)).status, 200);
    await tellNow(app, noticeTo([{ accountId: app.world.people.eastSchoolAdmin.id }]));
    await workerOf(app, { smtpUrl: receiver.url }).run();
    assert.equal(receiver.taken.length, 2);
    assert.equal((await put('East.School@example.cn')).body.code, 'notifications.address_in_use');
    const dump = await app.database.read(SYSTEM, (read) =>
      read.all(sqlBuilder.selectFrom('channel_address').selectAll()),
    );
    assert.doesNotMatch(
      JSON.stringify(dump),
      /East\.School/i,
      'a mailbox stands open in the table',
    );
    await receiver.close();
  });

  test('five wrong codes end the code, an old one is none, and codes are rationed', async () => {
    const receiver = await startMailReceiver();
    const client = app.as(app.world.people.westSchoolAdmin);
    const put = () =>
      client.put('/api/notifications/addresses/MAIL', { address: 'west@example.cn' });
    const confirm = (code: string) =>
      client.post('/api/notifications/addresses/MAIL/verification', { code });
    const sentCode = async () => {
      await workerOf(app, { smtpUrl: receiver.url }).run();
      return /验证码：(\d{6})/.exec(receiver.taken.at(-1)?.text ?? '')?.[1] ?? '';
    };
    await put();
    const first = await sentCode();
    const wrong = first === '111111' ? '222222' : '111111';
    for (let guess = 0; guess < 5; guess += 1) await confirm(wrong);
    assert.equal((await confirm(first)).status, 422, 'the sixth guess was heard');
    await put();
    const second = await sentCode();
    app.clock.advance(31 * MINUTE);
    assert.equal((await confirm(second)).status, 422, 'an old code was taken');
    app.clock.advance(-31 * MINUTE);
    for (let more = 0; more < 3; more += 1) assert.equal((await put()).status, 200);
    const rationed = await put();
    assert.deepEqual([rationed.status, rationed.body.code], [429, 'notifications.too_many_codes']);
    await receiver.close();
  });

  test('a dry run says who gets what, and writes nothing', async () => {
    const { organizations, people } = app.world;
    await giveAddress(app, people.collegeAdmin, 'college@example.cn');
    const before_ = await app.database.read(SYSTEM, (read) =>
      read.all(sqlBuilder.selectFrom('notice').select('id')),
    );
    const to = [
      { organizationId: organizations.college },
      { organizationId: '00000000-0000-7000-8000-0000000000aa' },
    ];
    const ask = { event: 'applications.told', to };
    const answer = await office().post('/api/notifications/preview', ask);
    assert.equal(answer.status, 200, answer.text);
    assert.deepEqual([answer.body.peopleCount, answer.body.inboxCount], [2, 2]);
    assert.deepEqual(answer.body.channels, [
      { channel: 'MAIL', count: 1, laterCount: 0, unreachableCount: 1 },
    ]);
    assert.deepEqual(
      answer.body.withoutAddress.map(({ name }: { name: string }) => name),
      [people.collegeStaff.name],
    );
    const after_ = await app.database.read(SYSTEM, (read) =>
      read.all(sqlBuilder.selectFrom('notice').select('id')),
    );
    assert.equal(after_.length, before_.length);
    assert.equal((await admin().post('/api/notifications/preview', ask)).status, 403);
  });

  test('5,000 recipients are written in chunks, and a second run finds them all there', async () => {
    const at = app.clock.now();
    const ids = Array.from(
      { length: 5_000 },
      (_, index) => `10000000-0000-7000-8000-${String(index).padStart(12, '0')}`,
    );
    await app.database.transaction(SYSTEM, async (tx) => {
      for (let from = 0; from < ids.length; from += 500) {
        await tx.run(
          sqlBuilder.insertInto('account').values(
            ids.slice(from, from + 500).map((id, index) => ({
              id,
              login_name: `mass-${from + index}`,
              name: '群众演员',
              organization_id: app.world.organizations.university,
              status: 'ACTIVE',
              roles: ['institution_staff'],
              password_hash: 'unusable',
              created_at: at,
              updated_at: at,
            })),
          ),
        );
      }
    });
    const notice = noticeTo([{ organizationId: app.world.organizations.university }]);
    assert.equal(await tellNow(app, notice), 5_001);
    assert.equal(await tellNow(app, notice), 0);
    const { total } = await app.database.read(SYSTEM, (read) =>
      read.one(
        sqlBuilder
          .selectFrom('inbox_entry as i')
          .innerJoin('notice as n', 'n.id', 'i.notice_id')
          .select((of) => of.fn.countAll<number>().as('total'))
          .where('n.key', '=', notice.key),
      ),
    );
    assert.equal(total, 5_001);
  });

  test('the office sees dead letters with their reason and sends them again', async () => {
    const receiver = await startMailReceiver();
    receiver.mood = 'refuses-recipient';
    await tellNow(app, noticeTo([{ accountId: app.world.people.collegeAdmin.id }]));
    await workerOf(app, { smtpUrl: receiver.url }).run();
    const list = await office().get('/api/notifications/deliveries', { query: { status: 'DEAD' } });
    assert.equal(list.status, 200, list.text);
    // A code that waited may have been refused in the same moment.
    const row = list.body.rows.find(({ kind }: { kind: string }) => kind === 'NOTICE');
    assert.match(row.lastError, /no such user/);
    const figures = await office().get('/api/notifications/delivery-figures');
    assert.equal(figures.status, 200, figures.text);
    const mail = figures.body.channels.find((one: { channel: string }) => one.channel === 'MAIL');
    assert.ok(mail.deadCount >= 1 && mail.isSetUp);
    assert.equal(figures.body.days.length, 14);
    receiver.mood = 'takes';
    const replay = await office().post('/api/notifications/replay', { ids: [row.id] });
    assert.deepEqual(replay.body, { replayedCount: 1 });
    assert.ok(app.plannedJobs.some(({ kind }) => kind.name === 'notifications.deliver'));
    await workerOf(app, { smtpUrl: receiver.url }).run();
    assert.ok(
      receiver.taken.some(({ to }) => !Array.isArray(to) && to?.text === 'college@example.cn'),
    );
    for (const path of ['deliveries', 'delivery-figures'])
      assert.equal((await admin().get(`/api/notifications/${path}`)).status, 403);
    assert.equal(
      (await admin().post('/api/notifications/replay', { channel: 'MAIL' })).status,
      403,
    );
    await receiver.close();
  });

  test('secrets of DingTalk go in and never come out', async () => {
    const app_ = { appKey: 'ding-key', agentId: '12', operatorUnionId: 'union' };
    const path = '/api/notifications/dingtalk-app';
    assert.equal((await office().put(path, app_)).body.code, 'notifications.secret_missing');
    const kept = await app.as(app.world.people.systemAdmin).put(path, {
      ...app_,
      appSecret: 'very-secret-value',
    });
    assert.equal(kept.status, 200, kept.text);
    assert.doesNotMatch(kept.text, /very-secret/);
    assert.equal((await office().put(path, { ...app_, agentId: '13' })).status, 200);
    const stored = await app.database.read(SYSTEM, (read) =>
      read.all(sqlBuilder.selectFrom('setting').selectAll()),
    );
    assert.doesNotMatch(JSON.stringify(stored), /very-secret/);
    assert.equal((await admin().get('/api/notifications/channel-settings')).status, 403);
    assert.equal((await app.as(app.world.people.officeStaff).put(path, app_)).status, 403);
  });

  test('robots of any body are kept by the office, and refused in words to the technical administrator', async () => {
    const robot = {
      name: '某校群',
      organizationId: app.world.organizations.college,
      events: [],
      isOn: true,
      webhook: 'https://oapi.dingtalk.com/robot/send?access_token=abc',
      secret: 'SECabc',
    };
    const path = '/api/notifications/robots';
    const refused = await app.as(app.world.people.systemAdmin).post(path, robot);
    assert.equal(refused.status, 403, refused.text);
    const added = await office().post(path, robot);
    assert.equal(added.status, 200, added.text);
    assert.equal(added.body.robots.length, 1);
  });

  test('a test message goes to oneself, and its end can be read', async () => {
    const receiver = await startMailReceiver();
    const { people } = app.world;
    const send = () => office().post('/api/notifications/tests', { channel: 'MAIL' });
    assert.equal((await send()).body.code, 'notifications.no_own_address');
    await giveAddress(app, people.officeAdmin, 'office@example.cn');
    const { body } = await send();
    await workerOf(app, { smtpUrl: receiver.url }).run();
    const result = await office().get(`/api/notifications/tests/${body.id}`);
    assert.equal(result.body.status, 'SENT');
    const other = await app.as(people.systemAdmin).get(`/api/notifications/tests/${body.id}`);
    assert.equal(other.status, 404);
    await receiver.close();
  });

  test('a channel that the office has switched off takes no more messages', async () => {
    const path = '/api/notifications/channel-settings/MAIL';
    assert.equal((await office().put(path, { isOn: false })).status, 200);
    const count = () =>
      app.database.read(
        SYSTEM,
        async (read) => (await read.all(sqlBuilder.selectFrom('delivery').select('id'))).length,
      );
    const before_ = await count();
    await tellNow(app, noticeTo([{ accountId: app.world.people.collegeAdmin.id }]));
    assert.equal(await count(), before_);
    assert.equal((await office().put(path, { isOn: true })).status, 200);
  });

  test('reminders go out 7, 3 and 1 days before, once each, to those who have not acted', async () => {
    const { college, eastSchool } = app.world.organizations;
    const waiting = new Set([college, eastSchool]);
    const dueAt = addDays(app.clock.now(), 10);
    const source: ReminderSource = {
      event: { name: 'applications.told', label: '一般消息' },
      list: async (_read, span) =>
        dueAt > span.from && dueAt <= span.to
          ? [...waiting].map((organizationId) => ({
              key: organizationId,
              dueAt,
              to: [{ organizationId, roles: ['institution_admin'] }],
              title: '申报尚未提交',
              lines: [],
              path: '/desk',
            }))
          : [],
    };
    const remind = () => remindAll(app.database, [source], app.clock.now());
    const told: number[] = [];
    for (let day = 0; day <= 11; day += 1) {
      told.push((await remind()) + (await remind()));
      if (day === 5) waiting.delete(eastSchool);
      app.clock.advance(DAY);
    }
    assert.deepEqual(told, [0, 0, 0, 2, 0, 0, 0, 1, 0, 1, 0, 0]);
    const [row] = (await inbox({ q: '申报尚未提交' })).rows;
    assert.match(row.lines[0], /截止时间：.*还剩 1 天/);
  });
});
