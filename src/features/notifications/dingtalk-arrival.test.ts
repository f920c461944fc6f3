import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import {
  type DingtalkFate,
  type DingtalkReceiver,
} from '../../../test/support/dingtalk-receiver.ts';
import type { TestApp } from '../../../test/support/test-app.ts';
import { SYSTEM } from '../../kernel/actor.ts';
import { addMinutes } from '../../kernel/time.ts';
import { sqlBuilder } from '../../platform/db/database.ts';
import { claimChecks } from './arrival-queries.ts';
import { confirmArrivals } from './confirm-arrival.ts';
import { noticeTo, startDingtalk, tellNow, workerOf } from './factory.ts';
import { notificationRoutes } from './index.ts';
import { MOST_ATTEMPTS } from './rules.ts';

const MINUTE = 60_000;

describe('whether a work notification arrived', () => {
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
    receiver.fate = 'unread';
    receiver.workMessages.length = 0;
    receiver.askedTasks.length = 0;
    await app.database.transaction(SYSTEM, async (tx) => {
      await tx.run(sqlBuilder.deleteFrom('delivery'));
      await tx.run(sqlBuilder.deleteFrom('channel_state'));
    });
  });

  const worker = () => workerOf(app, { dingtalk: receiver });
  const confirm = () => confirmArrivals(worker().deps, AbortSignal.timeout(30_000));
  const rows = () =>
    app.database.read(SYSTEM, (read) =>
      read.all(sqlBuilder.selectFrom('delivery').selectAll().orderBy('id')),
    );
  const only = async () => {
    const [row, ...more] = await rows();
    assert.deepEqual(more, []);
    assert.ok(row !== undefined);
    return row;
  };
  const sendOne = async (): Promise<void> => {
    await tellNow(app, noticeTo([{ accountId: app.world.people.collegeAdmin.id }]));
    await worker().run();
    assert.equal(receiver.workMessages.length, 1);
  };
  const afterMinutes = async (minutes: number): Promise<void> => {
    app.clock.advance(minutes * MINUTE);
    await confirm();
  };
  const sendWith = async (fate: DingtalkFate) => {
    receiver.fate = fate;
    await sendOne();
    await afterMinutes(2);
    return await only();
  };

  for (const fate of ['unread', 'read'] as const) {
    test(`asked after two minutes, once, when it is ${fate}`, async () => {
      receiver.fate = fate;
      await sendOne();
      await afterMinutes(1);
      assert.deepEqual(receiver.askedTasks, []);
      await afterMinutes(1);
      const row = await only();
      assert.deepEqual(receiver.askedTasks, [Number(row.provider_ref)], 'the task that was kept');
      assert.deepEqual([row.status, row.arrived_at], ['SENT', app.clock.now()]);
      await afterMinutes(24 * 60);
      assert.equal(receiver.askedTasks.length, 1);
      assert.deepEqual(receiver.faults, []);
    });
  }

  test('what failed is sent again once, however many workers learn of it', async () => {
    receiver.fate = 'failed';
    await sendOne();
    app.clock.advance(2 * MINUTE);
    await Promise.all([confirm(), confirm(), confirm()]);
    const waiting = await only();
    assert.deepEqual([waiting.status, waiting.resend_count], ['WAITING', 1]);
    assert.match(waiting.last_error ?? '', /钉钉未送达：发送失败/);
    receiver.fate = 'unread';
    app.clock.advance(2 * MINUTE);
    await Promise.all([worker().run(), worker().run()]);
    await worker().run();
    assert.equal(receiver.workMessages.length, 2);
    const [first, second] = receiver.workMessages.map(({ body }) => JSON.stringify(body));
    assert.notEqual(first, second, 'the same words would be dropped for the day');
    await afterMinutes(2);
    const row = await only();
    assert.deepEqual([row.status, row.last_error], ['SENT', null]);
    assert.ok(row.arrived_at !== null);
    assert.equal(receiver.workMessages.length, 2);
  });

  test('what fails to the last try is a dead letter', async () => {
    receiver.fate = 'failed';
    await sendOne();
    await app.database.transaction(SYSTEM, (tx) =>
      tx.run(sqlBuilder.updateTable('delivery').set({ attempt_count: MOST_ATTEMPTS })),
    );
    await afterMinutes(2);
    const row = await only();
    assert.equal(row.status, 'DEAD');
    assert.match(row.last_error ?? '', /发送失败/);
    const list = await app
      .as(app.world.people.officeAdmin)
      .get('/api/notifications/deliveries?status=DEAD');
    assert.equal(list.body.rows[0].id, row.id);
  });

  test('a person whom DingTalk has under another name is looked up anew', async () => {
    const row = await sendWith('invalid');
    assert.equal(row.status, 'WAITING');
    const kept = () =>
      app.database.read(SYSTEM, (read) =>
        read.one(sqlBuilder.selectFrom('channel_address').select('provider_sealed')),
      );
    assert.equal((await kept()).provider_sealed, null);
    app.clock.advance(2 * MINUTE);
    await worker().run();
    assert.equal(receiver.workMessages.length, 2);
    assert.notEqual((await kept()).provider_sealed, null);
  });

  test('over the limit of the day waits; withheld for no reason is a dead letter', async () => {
    assert.equal((await sendWith('over-limit')).status, 'WAITING');
    await app.database.transaction(SYSTEM, (tx) => tx.run(sqlBuilder.deleteFrom('delivery')));
    receiver.workMessages.length = 0;
    const row = await sendWith('forbidden');
    assert.deepEqual([row.status, row.resend_count], ['DEAD', 0]);
    assert.ok(row.provider_ref !== null, 'the task stays on record');
  });

  test('a repeat after a crash that DingTalk withheld has been shown before', async () => {
    await sendOne();
    await app.database.transaction(SYSTEM, (tx) =>
      tx.run(
        sqlBuilder
          .updateTable('delivery')
          .set({ status: 'WAITING', next_attempt_at: app.clock.now(), check_at: null }),
      ),
    );
    await worker().run();
    assert.equal(receiver.workMessages.length, 1);
    await afterMinutes(2);
    const row = await only();
    assert.deepEqual([row.status, row.arrived_at === null], ['SENT', false]);
  });

  for (const fate of ['undecided', 'of-another'] as const) {
    test(`${fate}: asked ever more rarely within the day, and never sent again`, async () => {
      receiver.fate = fate;
      await sendOne();
      for (const [minutes, times] of [
        [2, 1],
        [7, 1],
        [1, 2],
        [50, 3],
        [300, 4],
        [900, 5],
        [600, 5],
      ] as const) {
        await afterMinutes(minutes);
        assert.equal(receiver.askedTasks.length, times);
      }
      await worker().run();
      const row = await only();
      assert.deepEqual([row.status, row.arrived_at, row.check_at], ['SENT', null, null]);
      assert.match(row.last_error ?? '', /没有给出送达结果/);
      assert.equal(receiver.workMessages.length, 1);
    });
  }

  test('an unknown task is given up and stays as sent', async () => {
    const row = await sendWith('unknown-task');
    assert.deepEqual([row.status, row.check_at], ['SENT', null]);
    assert.match(row.last_error ?? '', /没有给出送达结果.*400002/);
  });

  for (const mood of ['breaks', 'speaks-html', 'says-ok-to-nothing', 'thinks', 'busy'] as const) {
    test(`a server that ${mood} has said nothing, and is asked again`, async () => {
      await sendOne();
      receiver.mood = mood;
      await afterMinutes(2);
      assert.deepEqual([(await only()).status, (await only()).arrived_at], ['SENT', null]);
      receiver.mood = 'takes';
      await afterMinutes(8);
      assert.notEqual((await only()).arrived_at, null);
      assert.equal(receiver.workMessages.length, 1);
    });
  }

  test('a server that is away is left alone after three times; the others lose no turn', async () => {
    for (let number = 0; number < 5; number += 1)
      await tellNow(app, noticeTo([{ accountId: app.world.people.collegeAdmin.id }]));
    await worker().run();
    receiver.mood = 'breaks';
    await afterMinutes(2);
    const counts = (await rows()).map((row) => row.check_count).toSorted();
    assert.deepEqual(counts, [0, 0, 1, 1, 1]);
    receiver.mood = 'takes';
    await afterMinutes(8);
    assert.equal((await rows()).filter(({ arrived_at: at }) => at !== null).length, 5);
  });

  test('one that a worker took and never came back with is asked about after the lease', async () => {
    await sendOne();
    app.clock.advance(2 * MINUTE);
    const at = app.clock.now();
    const taken = await app.database.transaction(SYSTEM, (tx) =>
      claimChecks(tx, { at, until: addMinutes(at, 30), limit: 10 }),
    );
    assert.equal(taken.length, 1);
    await afterMinutes(29);
    assert.deepEqual(receiver.askedTasks, []);
    await afterMinutes(1);
    assert.notEqual((await only()).arrived_at, null);
  });

  test('a test message that failed is not sent again: whoever waits for it wants to know', async () => {
    receiver.fate = 'failed';
    await sendOne();
    await app.database.transaction(SYSTEM, (tx) =>
      tx.run(sqlBuilder.updateTable('delivery').set({ kind: 'TEST' })),
    );
    await afterMinutes(2);
    assert.deepEqual([(await only()).status, (await only()).resend_count], ['DEAD', 0]);
  });
});
