import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import { type MailReceiver, startMailReceiver } from '../../../test/support/mail-receiver.ts';
import { startTestApp, type TestApp } from '../../../test/support/test-app.ts';
import { SYSTEM } from '../../kernel/actor.ts';
import { sqlBuilder } from '../../platform/db/database.ts';
import { giveAddress, noticeTo, setUpMail, tellNow, workerOf } from './factory.ts';
import { gatherDigests } from './gather.ts';
import { MOST_ATTEMPTS } from './rules.ts';

const MINUTE = 60_000;

describe('mail', () => {
  let app: TestApp;
  let receiver: MailReceiver;
  before(async () => {
    app = await startTestApp({ routes: [] });
    await setUpMail(app);
    const { people } = app.world;
    await giveAddress(app, people.collegeAdmin, 'college@example.cn');
    await giveAddress(app, people.collegeStaff, 'staff@example.cn');
  });
  after(() => app.close());
  beforeEach(async () => {
    receiver = await startMailReceiver({ thinkMs: 900 });
  });
  afterEach(async () => {
    await receiver.close();
    // Whatever a test left in the queue is not the next one's business.
    await app.database.transaction(SYSTEM, async (tx) => {
      await tx.run(sqlBuilder.updateTable('delivery').set({ digest_id: null, todo_id: null }));
      await tx.run(sqlBuilder.deleteFrom('delivery'));
      await tx.run(sqlBuilder.deleteFrom('channel_state'));
      await tx.run(sqlBuilder.deleteFrom('notification_profile'));
      await tx.run(sqlBuilder.updateTable('channel_address').set({ refused_at: null }));
    });
    await setUpMail(app);
  });

  const rows = () =>
    app.database.read(SYSTEM, (read) =>
      read.all(sqlBuilder.selectFrom('delivery').selectAll().orderBy('created_at').orderBy('id')),
    );
  const only = async () => {
    const [row, ...more] = await rows();
    assert.deepEqual(more, []);
    return row ?? assert.fail('no delivery');
  };
  const worker = (options?: Parameters<typeof workerOf>[2]) =>
    workerOf(app, { smtpUrl: receiver.url }, options);
  const tellAdmin = (more: Parameters<typeof noticeTo>[1] = {}) =>
    tellNow(app, noticeTo([{ accountId: app.world.people.collegeAdmin.id }], more));

  test('has a plain and an HTML part, its own stable id, and says where to switch it off', async () => {
    await tellAdmin({ title: '请修改 <b>材料</b>', lines: ['第一行 & 第二行', '“引号”😀'] });
    await worker().run();
    const [mail] = receiver.taken;
    assert.ok(mail !== undefined && receiver.taken.length === 1);
    assert.equal(mail.subject, '请修改 <b>材料</b>');
    assert.equal(mail.messageId, `<${(await only()).id}@example.cn>`);
    assert.match(mail.text ?? '', /第一行 & 第二行/);
    assert.match(mail.text ?? '', /“引号”😀/);
    assert.match(mail.text ?? '', /https:\/\/onex\.example\.cn\/desk\/applications/);
    assert.ok(typeof mail.html === 'string');
    assert.match(mail.html, /&lt;b&gt;材料&lt;\/b&gt;/);
    assert.doesNotMatch(mail.html, /<b>/);
    assert.match(
      JSON.stringify(mail.headers.get('list')),
      /onex\.example\.cn\/desk\/notifications\/preferences/,
    );
    assert.equal(mail.headers.get('auto-submitted'), 'auto-generated');
    assert.equal(mail.from?.text, '"项目办" <onex@example.cn>');
    assert.ok(mail.date !== undefined);
    assert.equal((await only()).status, 'SENT');
  });

  test('a title with line ends makes no header', async () => {
    await tellAdmin({ title: '标题\r\nBcc: other@example.org' });
    await worker().run();
    assert.equal(receiver.taken[0]?.bcc, undefined);
    assert.equal(receiver.taken[0]?.subject, '标题 Bcc: other@example.org');
  });

  test('said twice, and expanded by two at once, it is sent once', async () => {
    const notice = noticeTo([{ organizationId: app.world.organizations.college }]);
    await Promise.all([tellNow(app, notice), tellNow(app, notice), tellNow(app, notice)]);
    await tellNow(app, notice);
    await Promise.all([worker().run(), worker().run(), worker().run()]);
    assert.deepEqual(
      receiver.taken.map(({ to }) => (Array.isArray(to) ? '' : to?.text)).toSorted(),
      ['college@example.cn', 'staff@example.cn'],
    );
  });

  test('a server that is away for an hour loses nothing, and blames no message', async () => {
    const { url } = receiver;
    await receiver.close();
    await tellAdmin();
    await tellNow(app, noticeTo([{ accountId: app.world.people.collegeStaff.id }]));
    const dead = workerOf(app, { smtpUrl: url });
    let tries = 0;
    for (let minute = 0; minute < 60; minute += 1) {
      await dead.run();
      tries += 1;
      app.clock.advance(MINUTE);
    }
    assert.ok(tries === 60);
    const state = await app.database.read(SYSTEM, (read) =>
      read.one(sqlBuilder.selectFrom('channel_state').selectAll().where('channel', '=', 'MAIL')),
    );
    // Found away about every five minutes, not sixty times.
    assert.ok(state.failure_count >= 10 && state.failure_count < 20, String(state.failure_count));
    assert.match(state.last_error ?? '', /ECONNREFUSED/);
    for (const row of await rows())
      assert.deepEqual([row.status, row.attempt_count], ['WAITING', 0]);
    receiver = await startMailReceiver({ port: Number(new URL(url).port) });
    app.clock.advance(5 * MINUTE);
    await dead.run();
    assert.equal(receiver.taken.length, 2);
    for (const row of await rows()) assert.equal(row.status, 'SENT');
  });

  test('asked to come later it comes later, longer each time, and is a dead letter in the end', async () => {
    receiver.mood = 'asks-later';
    await tellAdmin();
    const waits: number[] = [];
    for (let tries = 0; tries < MOST_ATTEMPTS; tries += 1) {
      await worker().run();
      const row = await only();
      assert.equal(row.attempt_count, tries + 1);
      await worker().run();
      assert.equal((await only()).attempt_count, tries + 1, 'tried again before its time');
      waits.push(Date.parse(row.next_attempt_at) - Date.parse(app.clock.now()));
      app.clock.set(row.next_attempt_at);
    }
    const row = await only();
    assert.deepEqual([row.status, receiver.asked], ['DEAD', MOST_ATTEMPTS]);
    assert.match(row.last_error ?? '', /greylisted/);
    assert.ok((waits[1] ?? 0) >= 2 * MINUTE && (waits[2] ?? 0) >= 4 * MINUTE);
  });

  test('an unknown mailbox is a dead letter at once, and nothing more goes there', async () => {
    receiver.moodOf = (to) => (to === 'college@example.cn' ? 'refuses-recipient' : undefined);
    await tellNow(app, noticeTo([{ organizationId: app.world.organizations.college }]));
    await worker().run();
    assert.deepEqual((await rows()).map(({ status }) => status).toSorted(), ['DEAD', 'SENT']);
    const dead = (await rows()).find(({ status }) => status === 'DEAD');
    assert.match(dead?.last_error ?? '', /no such user/);
    assert.doesNotMatch(
      dead?.last_error ?? '',
      /college@example\.cn/,
      'a mailbox in the log of errors',
    );
    await tellAdmin();
    await worker().run();
    assert.equal((await rows()).length, 2, 'queued for a mailbox that was refused');
  });

  test('refused content is dead, a refused sender rests the channel', async () => {
    receiver.mood = 'refuses-content';
    await tellAdmin();
    await worker().run();
    assert.equal((await only()).status, 'DEAD');
    receiver.mood = 'refuses-sender';
    await tellAdmin();
    await worker().run();
    const second = (await rows()).find(({ status }) => status !== 'DEAD');
    assert.deepEqual([second?.status, second?.attempt_count], ['WAITING', 0]);
    receiver.mood = 'takes';
    await worker().run();
    assert.equal(receiver.taken.length, 0, 'a resting channel was used');
    app.clock.advance(MINUTE);
    await worker().run();
    assert.equal(receiver.taken.length, 1);
  });

  test('a server that closes its service rests the channel', async () => {
    receiver.mood = 'closes-service';
    await tellAdmin();
    await worker().run();
    assert.deepEqual([(await only()).status, (await only()).attempt_count], ['WAITING', 0]);
  });

  test('one that breaks off after DATA is tried again under the same id', async () => {
    receiver.mood = 'breaks-off';
    await tellAdmin();
    await worker().run();
    assert.equal(receiver.asked, 1, 'the library sent it again by itself');
    assert.deepEqual([(await only()).status, (await only()).attempt_count], ['WAITING', 1]);
    receiver.mood = 'takes';
    app.clock.advance(2 * MINUTE);
    await worker().run();
    assert.equal(receiver.taken[0]?.messageId, `<${(await only()).id}@example.cn>`);
  });

  test('a slow server is waited for, a silent one is not waited for for ever', async () => {
    receiver.mood = 'thinks';
    await tellAdmin();
    await worker({ silenceMs: 5_000 }).run();
    assert.deepEqual([receiver.taken.length, (await only()).status], [1, 'SENT']);
    await tellAdmin();
    await worker({ silenceMs: 400 }).run();
    const second = (await rows()).find(({ status }) => status !== 'SENT');
    assert.deepEqual([second?.status, second?.attempt_count], ['WAITING', 1]);
  });

  test('what a dead worker took comes back after its lease, and only then', async () => {
    await tellAdmin();
    const row = await only();
    await app.database.transaction(SYSTEM, (tx) =>
      tx.run(
        sqlBuilder.updateTable('delivery').set({
          lease_id: row.id,
          next_attempt_at: new Date(
            Date.parse(app.clock.now()) + 5 * MINUTE,
          ).toISOString() as never,
        }),
      ),
    );
    await worker().run();
    assert.equal(receiver.taken.length, 0);
    app.clock.advance(5 * MINUTE);
    await worker().run();
    assert.equal(receiver.taken.length, 1);
  });

  test('what is no longer worth telling is not told', async () => {
    await tellAdmin({ until: '2025-12-31T00:00:00.000Z' });
    app.clock.set('2026-01-01T00:00:00.000Z');
    await worker().run();
    assert.deepEqual([receiver.taken.length, (await only()).status], [0, 'DROPPED']);
    assert.equal(await tellAdmin({ until: '2025-12-31T00:00:00.000Z' }), 0);
  });

  const setProfile = (profile: { from?: number; to?: number; digest?: boolean }) =>
    app.database.transaction(SYSTEM, (tx) =>
      tx.run(
        sqlBuilder.insertInto('notification_profile').values({
          account_id: app.world.people.collegeAdmin.id,
          quiet_from_minute: profile.from ?? null,
          quiet_to_minute: profile.to ?? null,
          is_digest: profile.digest ?? false,
          digest_hour: 17,
          updated_at: app.clock.now(),
        }),
      ),
    );

  test('quiet hours over midnight hold it back, urgent does not wait', async () => {
    await setProfile({ from: 22 * 60, to: 7 * 60 });
    app.clock.set('2026-03-01T15:00:00.000Z'); // 23:00 in Beijing
    await tellAdmin();
    await tellAdmin({ event: 'applications.urged', title: '账号在别处登录' });
    await worker().run();
    assert.deepEqual(
      receiver.taken.map(({ subject }) => subject),
      ['账号在别处登录'],
    );
    app.clock.set('2026-03-01T22:59:00.000Z');
    await worker().run();
    assert.equal(receiver.taken.length, 1);
    app.clock.set('2026-03-01T23:00:00.000Z'); // 07:00
    await worker().run();
    assert.equal(receiver.taken.length, 2);
  });

  test('the digest is one mail of what gathered, once a day', async () => {
    await setProfile({ digest: true });
    app.clock.set('2026-03-02T02:00:00.000Z'); // 10:00 in Beijing
    for (const title of ['第一件', '第二件', '第三件']) {
      await tellAdmin({ title });
      app.clock.advance(1);
    }
    const gather = () => gatherDigests(app.database, app.clock.now());
    assert.equal(await gather(), 0);
    await worker().run();
    assert.equal(receiver.taken.length, 0);
    app.clock.set('2026-03-02T09:00:00.000Z'); // 17:00
    assert.deepEqual((await Promise.all([gather(), gather()])).toSorted(), [0, 1]);
    await worker().run();
    assert.equal(receiver.taken.length, 1);
    assert.equal(receiver.taken[0]?.subject, '今天的 3 条消息');
    assert.match(receiver.taken[0]?.text ?? '', /1\. 第一件[\s\S]*2\. 第二件[\s\S]*3\. 第三件/);
    for (const row of await rows()) assert.equal(row.status, 'SENT');
    await tellAdmin({ title: '第四件' });
    assert.equal(await gather(), 0);
    app.clock.set('2026-03-03T09:00:00.000Z');
    assert.equal(await gather(), 1);
    await worker().run();
    assert.match(receiver.taken[1]?.text ?? '', /第四件/);
  });
});
