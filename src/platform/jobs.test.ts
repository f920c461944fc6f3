import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { z } from 'zod';
import { createTestDatabase, type TestDatabase } from '../../test/support/test-database.ts';
import { SYSTEM } from '../kernel/actor.ts';
import { type Database, openDatabase } from './db/database.ts';
import { type JobQueue, jobHandler, jobKind, openJobQueue, planned } from './jobs.ts';
import { createLog } from './log.ts';
import { findSetting, putSetting } from './settings.ts';

const note = jobKind({
  name: 'test.note',
  data: z.strictObject({ word: z.string() }),
  leaseSeconds: 30,
  retries: 3,
});

describe('jobs planned in a transaction', () => {
  let store: TestDatabase;
  let database: Database;
  const queues: JobQueue[] = [];
  const log = createLog('fatal');
  const open = async (mode: 'plan' | 'work'): Promise<JobQueue> => {
    const queue = await openJobQueue(store.url, [note], { log, mode, pollSeconds: 1 });
    queues.push(queue);
    return queue;
  };
  before(async () => {
    store = await createTestDatabase();
    database = openDatabase(store.url, { poolSize: 4, onIdleError: () => undefined });
  });
  after(async () => {
    for (const queue of queues) await queue.stop();
    await database.close();
    await store.drop();
  });

  const until = async (condition: () => boolean, seconds = 60): Promise<void> => {
    for (let tries = 0; tries < seconds * 10 && !condition(); tries += 1) await sleep(100);
    assert.ok(condition(), 'in time');
  };

  test('exist if and only if the transaction commits, run once over two workers, again after a failure', async () => {
    const planner = await open('plan');
    const at = await database.now();
    await database.transaction(SYSTEM, async (tx) => {
      await putSetting(tx, 'kept', true, { at, accountId: null });
      await planner.plan(tx, [planned(note, { word: 'kept' }), planned(note, { word: 'shaky' })]);
    });
    await assert.rejects(
      database.transaction(SYSTEM, async (tx) => {
        await putSetting(tx, 'lost', true, { at, accountId: null });
        await planner.plan(tx, [planned(note, { word: 'lost' })]);
        throw new Error('rolled back');
      }),
      /rolled back/,
    );
    assert.equal(await database.read(SYSTEM, (read) => findSetting(read, 'lost')), undefined);

    const seen: string[] = [];
    let failures = 0;
    const handler = jobHandler(note, async ({ word }) => {
      if (word === 'shaky' && failures === 0) {
        failures += 1;
        throw new Error('the first try fails');
      }
      seen.push(word);
    });
    await (await open('work')).work([handler]);
    await (await open('work')).work([handler]);
    await until(() => seen.includes('kept') && seen.includes('shaky'));
    await sleep(2500);
    assert.deepEqual(seen.toSorted(), ['kept', 'shaky']);
    assert.equal(failures, 1);
  });

  test('many processes that start at once all come up', async () => {
    for (let turn = 0; turn < 3; turn += 1) {
      const opened = await Promise.allSettled(
        Array.from({ length: 8 }, (_, index) => open(index % 2 === 0 ? 'plan' : 'work')),
      );
      const failed = opened.filter(({ status }) => status === 'rejected');
      assert.deepEqual(failed, []);
      await Promise.all(queues.splice(0).map((queue) => queue.stop()));
    }
  });

  test('a queue that is there takes the settings of this version when a worker starts', async () => {
    const settings = async (): Promise<unknown> => {
      const client = new pg.Client({ connectionString: store.url });
      await client.connect();
      const { rows } = await client.query(
        'select expire_seconds, heartbeat_seconds from pgboss.queue where name = $1',
        [note.name],
      );
      await client.end();
      return rows[0];
    };
    await open('plan');
    const before = { expire_seconds: 30, heartbeat_seconds: 20 };
    assert.deepEqual(await settings(), before);
    const changed = { ...note, leaseSeconds: 12 };
    const options = { log, pollSeconds: 1 };
    queues.push(await openJobQueue(store.url, [changed], { ...options, mode: 'plan' }));
    assert.deepEqual(await settings(), before);
    queues.push(await openJobQueue(store.url, [changed], { ...options, mode: 'work' }));
    assert.deepEqual(await settings(), { expire_seconds: 12, heartbeat_seconds: 12 });
  });

  test('of the jobs that wait there is one for each key, and any number without', async () => {
    const planner = await open('plan');
    const words = ['甲', '乙', '丙'];
    const plan = (key?: string): Promise<void> =>
      database.transaction(SYSTEM, (tx) =>
        planner.plan(
          tx,
          words.map((word) => planned(note, { word }, key === undefined ? {} : { key })),
        ),
      );
    await plan('one');
    await plan('one');
    await plan('other');
    await plan();
    const seen: string[] = [];
    const handler = jobHandler(note, async ({ word }) => void seen.push(word));
    await (await open('work')).work([handler]);
    await until(() => seen.length >= 5);
    await sleep(1500);
    assert.deepEqual(seen.toSorted(), ['甲', '甲', '甲', '乙', '丙'].toSorted());
    await plan('one');
    await until(() => seen.length >= 6);
  });

  test('data that does not fit its kind is refused when it is planned', async () => {
    const planner = await open('plan');
    await assert.rejects(
      database.transaction(SYSTEM, (tx) => planner.plan(tx, [{ kind: note, data: { word: 7 } }])),
    );
  });
});
