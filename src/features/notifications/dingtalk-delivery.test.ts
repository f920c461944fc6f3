import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { DINGTALK, type DingtalkReceiver } from '../../../test/support/dingtalk-receiver.ts';
import type { TestApp } from '../../../test/support/test-app.ts';
import { SYSTEM } from '../../kernel/actor.ts';
import { sqlBuilder } from '../../platform/db/database.ts';
import { createOutbound } from '../../platform/outbound.ts';
import { robotSignature, robotTokenOf } from './dingtalk.ts';
import { expandNotice } from './expand.ts';
import { giveAddress, noticeTo, startDingtalk, tellNow, workerOf } from './factory.ts';
import { notificationRoutes } from './index.ts';
import { endTodosOf } from './settle.ts';

const MINUTE = 60_000;

describe('DingTalk', () => {
  let app: TestApp;
  let receiver: DingtalkReceiver;
  before(async () => {
    ({ app, receiver } = await startDingtalk(notificationRoutes));
  });
  after(async () => {
    await app.close();
    await receiver.close();
  });
  beforeEach(async () => {
    receiver.mood = 'takes';
    receiver.workMessages.length = 0;
    receiver.groupMessages.length = 0;
    receiver.todos.clear();
    await app.database.transaction(SYSTEM, async (tx) => {
      await tx.run(sqlBuilder.updateTable('delivery').set({ digest_id: null, todo_id: null }));
      await tx.run(sqlBuilder.deleteFrom('delivery'));
      await tx.run(sqlBuilder.deleteFrom('channel_state'));
    });
  });

  const rows = () =>
    app.database.read(SYSTEM, (read) =>
      read.all(sqlBuilder.selectFrom('delivery').selectAll().orderBy('created_at').orderBy('id')),
    );
  const run = () => workerOf(app, { dingtalk: receiver }).run();
  const tellAdmin = (more: Parameters<typeof noticeTo>[1] = {}) =>
    tellNow(app, noticeTo([{ accountId: app.world.people.collegeAdmin.id }], more));

  test('a work notification follows the published protocol, one token serves many', async () => {
    const before_ = receiver.tokensGiven;
    const worker = workerOf(app, { dingtalk: receiver });
    await tellAdmin({ title: '第一件 [链接](x)' });
    await worker.run();
    await tellAdmin();
    await worker.run();
    assert.equal(receiver.tokensGiven - before_, 1);
    assert.deepEqual(
      receiver.workMessages.map(({ userId }) => userId),
      ['user-13800000001', 'user-13800000001'],
    );
    const card = JSON.stringify(receiver.workMessages[0]?.body);
    assert.match(card, /https:\/\/onex\.example\.cn\/desk\/applications/);
    assert.match(card, /\\\\\[链接\\\\\]/, 'markdown of a title is text');
    assert.deepEqual(receiver.faults, []);
    for (const row of await rows()) assert.equal(row.status, 'SENT');
    const address = await app.database.read(SYSTEM, (read) =>
      read.one(sqlBuilder.selectFrom('channel_address').select('provider_sealed')),
    );
    assert.match(address.provider_sealed ?? '', /^k\d+\./, 'who DingTalk says it is, kept sealed');
  });

  test('a token that ended early is asked anew, once', async () => {
    const worker = workerOf(app, { dingtalk: receiver });
    await tellAdmin();
    await worker.run();
    const before_ = receiver.tokensGiven;
    receiver.mood = 'ends-token';
    await tellAdmin();
    await worker.run();
    assert.equal(receiver.tokensGiven, before_ + 1);
    assert.equal(receiver.workMessages.length, 2);
  });

  const fate = async (mood: DingtalkReceiver['mood']) => {
    receiver.mood = mood;
    await tellAdmin();
    await run();
    const [row] = await rows();
    assert.equal(receiver.workMessages.length, 0);
    return [row?.status, row?.attempt_count, row?.last_error ?? ''] as const;
  };

  test('200 with an errcode is a failure', async () => {
    const [status, , reason] = await fate('refuses');
    assert.equal(status, 'DEAD');
    assert.match(reason, /40035/);
  });

  test('"too many requests" rests the channel and blames no message', async () => {
    assert.deepEqual((await fate('busy')).slice(0, 2), ['WAITING', 0]);
    receiver.mood = 'takes';
    await run();
    assert.equal(receiver.workMessages.length, 0);
    app.clock.advance(MINUTE);
    await run();
    assert.equal(receiver.workMessages.length, 1);
  });

  for (const mood of ['breaks', 'speaks-html', 'says-ok-to-nothing', 'thinks'] as const) {
    test(`a server that ${mood} has taken nothing, and is asked again`, async () => {
      assert.deepEqual((await fate(mood)).slice(0, 2), ['WAITING', 1]);
      receiver.mood = 'takes';
      app.clock.advance(2 * MINUTE);
      await run();
      assert.equal(receiver.workMessages.length, 1);
    });
  }

  test('a mobile that DingTalk does not know is refused for good', async () => {
    await giveAddress(app, app.world.people.collegeStaff, '13800000000', 'DINGTALK');
    await tellNow(app, noticeTo([{ accountId: app.world.people.collegeStaff.id }]));
    await run();
    assert.equal((await rows())[0]?.status, 'DEAD');
  });

  test('a to-do is made for what asks to act, and ended when it is done', async () => {
    const key = 'asked-1';
    const until = '2025-04-07T16:00:00.000Z';
    await tellAdmin({ event: 'applications.asked', key, until });
    await run();
    const [todo] = receiver.todos.values();
    assert.deepEqual(todo?.body['executorIds'], ['union-user-13800000001']);
    assert.equal(todo?.body['dueTime'], Date.parse(until));
    const settle = () =>
      endTodosOf(
        app.database,
        { event: 'applications.asked', key },
        app.clock.now(),
        async () => undefined,
      );
    await settle();
    await settle();
    await run();
    assert.equal(todo?.done, true);
    const finishes = (await rows()).filter(({ kind }) => kind === 'FINISH');
    assert.deepEqual(
      finishes.map(({ status }) => status),
      ['SENT'],
    );
    assert.deepEqual(receiver.faults, []);
  });

  test('a to-do said again after a crash is not made twice', async () => {
    await tellAdmin({ event: 'applications.asked' });
    await run();
    await app.database.transaction(SYSTEM, (tx) =>
      tx.run(
        sqlBuilder
          .updateTable('delivery')
          .set({ status: 'WAITING', next_attempt_at: app.clock.now() })
          .where('channel', '=', 'DINGTALK_TODO'),
      ),
    );
    await run();
    assert.equal(receiver.todos.size, 1);
    for (const row of await rows()) assert.equal(row.status, 'SENT');
  });

  test('a to-do whose task was done first is never made', async () => {
    await tellAdmin({ event: 'applications.asked', key: 'asked-2' });
    const done = { event: 'applications.asked', key: 'asked-2' };
    await endTodosOf(app.database, done, app.clock.now(), async () => undefined);
    await run();
    assert.equal(receiver.todos.size, 0);
  });

  describe('telling and settling are two jobs, and either may come first or twice', () => {
    const BOTH = [
      ['told first', 'tell', 'tell', 'settle', 'settle'],
      ['settled first', 'settle', 'settle', 'tell', 'tell'],
      ['settled in between', 'settle', 'tell', 'settle', 'tell'],
    ] as const;

    /** Does the steps of one event, each followed by a round of the worker. */
    const take = async (steps: readonly string[], key: string) => {
      const event = 'applications.asked';
      for (const step of steps) {
        if (step === 'tell') await tellAdmin({ event, key, title: `请办理 ${key}` });
        else await endTodosOf(app.database, { event, key }, app.clock.now(), async () => undefined);
        await run();
      }
    };
    const inboxOf = async (key: string) => {
      const admin = app.as(app.world.people.collegeAdmin);
      const { body } = await admin.get('/api/notifications', { query: { q: key } });
      return body.rows;
    };

    for (const [order, ...steps] of BOTH) {
      test(`${order}: no to-do stays open, and the inbox shows it as done, once`, async () => {
        const key = order.replaceAll(' ', '-');
        await take(steps, key);
        for (const todo of receiver.todos.values()) assert.equal(todo.done, true);
        const entries = await inboxOf(key);
        assert.equal(entries.length, 1);
        assert.notEqual(entries[0].settledAt, null);
        assert.equal(entries[0].path, '/desk/applications');
        assert.deepEqual(receiver.faults, []);
      });
    }

    test('who is told of what is done already is asked by no message, and the bell is silent', async () => {
      await app.as(app.world.people.collegeAdmin).post('/api/notifications/read-all');
      await take(['settle', 'tell'], 'overtaken');
      assert.deepEqual([receiver.todos.size, receiver.workMessages.length], [0, 0]);
      assert.deepEqual(await rows(), []);
      const { body } = await app.as(app.world.people.collegeAdmin).get('/api/notifications/unread');
      assert.equal(body.unreadCount, 0);
    });

    test('a settling in between the people of one notice spares those who come after it', async () => {
      const { collegeAdmin, collegeStaff } = app.world.people;
      const asked = { event: 'applications.asked', key: 'half' };
      await assert.rejects(
        expandNotice(
          app.database,
          noticeTo([{ accountId: collegeAdmin.id }], asked),
          app.clock.now(),
          () => Promise.reject(new Error('the worker ended')),
        ),
      );
      await endTodosOf(app.database, asked, app.clock.now(), async () => undefined);
      const to = [{ accountId: collegeAdmin.id }, { accountId: collegeStaff.id }];
      await tellNow(app, noticeTo(to, asked));
      const told = new Set((await rows()).map((row) => row.account_id));
      assert.deepEqual([...told], [collegeAdmin.id]);
      await run();
      assert.equal(receiver.todos.size, 0);
    });
  });

  const addRobot = (organizationId: string, name: string) =>
    app.as(app.world.people.officeAdmin).post('/api/notifications/robots', {
      name,
      organizationId,
      events: ['applications.told', 'applications.published'],
      isOn: true,
      webhook: `https://oapi.dingtalk.com/robot/send?access_token=${DINGTALK.robotToken}`,
      secret: DINGTALK.robotSecret,
    });

  test('a group hears what its organization is told; the office group, what is for all', async () => {
    const { organizations, people } = app.world;
    const answer = await addRobot(organizations.college, '学院群');
    assert.equal(answer.status, 200, answer.text);
    assert.equal((await addRobot(organizations.office, '全省群')).status, 200);
    assert.doesNotMatch(answer.text, /SEC0|robot-token/, 'a secret is shown');
    await tellNow(app, noticeTo([{ organizationId: organizations.eastSchool }]));
    await tellNow(app, noticeTo([{ accountId: people.collegeAdmin.id }]));
    await run();
    assert.equal(receiver.groupMessages.length, 0, 'a group read what one person is told');
    await tellNow(app, noticeTo([{ organizationId: organizations.college }]));
    await run();
    assert.equal(receiver.groupMessages.length, 1, JSON.stringify(await rows()));
    const all = { event: 'applications.published', title: '名单已公布' };
    await tellNow(app, noticeTo([{ role: 'org_admin' }], all));
    await run();
    assert.equal(receiver.groupMessages.length, 2);
    assert.match(JSON.stringify(receiver.groupMessages[1]), /名单已公布/);
  });

  test('a robot is not asked more than DingTalk takes in a minute', async () => {
    const { college } = app.world.organizations;
    for (let number = 0; number < 18; number += 1)
      await tellNow(app, noticeTo([{ organizationId: college }]));
    await run();
    assert.equal(receiver.groupMessages.length, 15);
    app.clock.advance(MINUTE + 1);
    await run();
    assert.equal(receiver.groupMessages.length, 18);
  });

  test('the signature is that of the published example, the token that of a pasted address', () => {
    assert.equal(
      robotSignature('this is secret', 1_577_262_236_757),
      // Computed with Python's hmac and base64 over the same input.
      'hmPWwU+7lVdm3ZZz0r9tSfx0L4Q26jWOZr9+Gs6EZQM=',
    );
    assert.equal(robotTokenOf('https://oapi.dingtalk.com/robot/send?access_token=abc'), 'abc');
    for (const wrong of [
      'http://oapi.dingtalk.com/robot/send?access_token=a',
      'x',
      'https://a.cn/?access_token=a',
    ])
      assert.equal(robotTokenOf(wrong), undefined);
  });

  test('other servers than the listed ones are never asked', async () => {
    const outbound = createOutbound({ origins: ['https://api.dingtalk.com'], timeoutMs: 500 });
    await assert.rejects(
      outbound.request('POST', 'http://169.254.169.254/latest', {}),
      /not on the list/,
    );
    await assert.rejects(
      outbound.request('POST', 'https://api.dingtalk.com.example.org/', {}),
      /list/,
    );
  });
});
