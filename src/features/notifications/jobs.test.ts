import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type MailReceiver, startMailReceiver } from '../../../test/support/mail-receiver.ts';
import { startTestApp, type TestApp } from '../../../test/support/test-app.ts';
import { SYSTEM } from '../../kernel/actor.ts';
import { sqlBuilder } from '../../platform/db/database.ts';
import { type Config, readConfig } from '../../platform/config.ts';
import type { JobHandler, PlannedJob } from '../../platform/jobs.ts';
import { settle, tell } from '../../platform/notice.ts';
import { giveAddress, noticeTo } from './factory.ts';
import { notificationJobs, notificationRoutes } from './index.ts';

const DAY = 86_400_000;

describe('the background work', () => {
  let app: TestApp;
  let receiver: MailReceiver;
  let handlers: JobHandler[];
  const planned: PlannedJob[] = [];
  before(async () => {
    app = await startTestApp({ routes: notificationRoutes });
    receiver = await startMailReceiver();
    await giveAddress(app, app.world.people.collegeAdmin, 'college@example.cn');
    const { keyring, log } = app.environment;
    const config: Config = readConfig({
      SMTP_URL: receiver.url,
      MAIL_FROM: 'onex@example.cn',
      PUBLIC_URL: 'https://onex.example.cn',
    });
    handlers = notificationJobs(
      { database: app.database, clock: app.clock, keyring, config, log },
      [],
    );
  });
  after(async () => {
    await app.close();
    await receiver.close();
  });

  const run = async (name: string, data: unknown = {}): Promise<void> => {
    const handler = handlers.find(({ kind }) => kind.name === name);
    assert.ok(handler !== undefined, name);
    await handler.handle(data, AbortSignal.timeout(20_000), async (_tx, jobs) => {
      planned.push(...jobs);
    });
  };
  const names = (): string[] => planned.splice(0).map(({ kind }) => kind.name);

  test('telling plans the delivery in the transaction that fills the queue, once', async () => {
    const to = [{ accountId: app.world.people.collegeAdmin.id }];
    const { data } = tell(noticeTo(to, { event: 'applications.asked', key: 'once' }));
    await run('notifications.expand', data);
    assert.deepEqual(names(), ['notifications.deliver']);
    await run('notifications.expand', data);
    assert.deepEqual(names(), [], 'said again, it woke somebody');
    await run('notifications.deliver');
    assert.equal(receiver.taken.length, 1);
    await run('notifications.settle', settle({ event: 'applications.asked', key: 'once' }).data);
    const inbox = await app.as(app.world.people.collegeAdmin).get('/api/notifications');
    assert.notEqual(inbox.body.rows[0].settledAt, null);
    await run('notifications.remind');
  });

  test('the office learns from the worker whether mail is set up', async () => {
    const office = app.as(app.world.people.officeAdmin);
    const { body } = await office.get('/api/notifications/channel-settings');
    assert.equal(body.mailFrom, 'onex@example.cn');
  });

  test('after 400 days a message and its inbox entry are gone, a waiting one stays', async () => {
    const count = (table: 'delivery' | 'inbox_entry' | 'notice') =>
      app.database.read(SYSTEM, async (read) => {
        const rows = await read.all(sqlBuilder.selectFrom(table).select('id'));
        return rows.length;
      });
    const counts = async () => [
      await count('delivery'),
      await count('inbox_entry'),
      await count('notice'),
    ];
    const { data } = tell(
      noticeTo([{ accountId: app.world.people.collegeAdmin.id }], { key: 'waits' }),
    );
    await run('notifications.expand', data);
    // The settling of what is never told leaves a trace, too, in case it is only late.
    await run('notifications.settle', settle({ event: 'applications.asked', key: 'never' }).data);
    assert.deepEqual(await counts(), [2, 2, 3]);
    app.clock.advance(399 * DAY);
    await run('notifications.cleanUp');
    assert.deepEqual(await counts(), [2, 2, 3]);
    app.clock.advance(2 * DAY);
    await run('notifications.cleanUp');
    assert.deepEqual(await counts(), [1, 0, 1]);
  });
});
