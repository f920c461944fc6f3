import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
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
  // A worker that goes on would take the jobs of the next test.
  afterEach(() => Promise.all(queues.splice(0).map((queue) => queue.stop())));
  after(async () => {
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

  /** How many runs of `words`, which wait already, each of so many workers did, and how long all took. */
  const workOff = async (words: readonly string[], workers: number, shaky?: string) => {
    const pollSeconds = 2;
    const runs = Array.from({ length: workers }, (): string[] => []);
    let isFailed = false;
    const handlers = runs.map((done) =>
      jobHandler(note, async ({ word }) => {
        await sleep(10);
        if (word === shaky && !isFailed) {
          isFailed = true;
          throw new Error('the first try fails');
        }
        done.push(word);
      }),
    );
    const planner = await open('plan');
    // Those of one transaction are of one instant, and come in any order.
    for (const word of words) {
      await database.transaction(SYSTEM, (tx) => planner.plan(tx, [planned(note, { word })]));
    }
    const working: JobQueue[] = [];
    for (let index = 0; index < workers; index += 1) {
      working.push(await openJobQueue(store.url, [note], { log, mode: 'work', pollSeconds }));
    }
    queues.push(...working);
    const begun = performance.now();
    await Promise.all(working.map((queue, index) => queue.work(handlers.slice(index, index + 1))));
    const patient = words.filter((word) => word !== shaky);
    await until(() => patient.every((word) => runs.flat().includes(word)));
    return { runs, ms: performance.now() - begun };
  };

  const waiting = (count: number, prefix: string): string[] =>
    Array.from({ length: count }, (_, index) => `${prefix}${String(index).padStart(3, '0')}`);

  test('are worked off without a pause, in the order in which they were planned', async () => {
    const words = waiting(40, '甲');
    const shaky = words[7] ?? '';
    const { runs, ms } = await workOff(words, 1, shaky);
    // With a sleep after each they would take eighty seconds.
    assert.ok(ms < 10_000, `${Math.round(ms)} ms`);
    // What fails is tried again by itself; the others were neither held up by it nor repeated.
    const others = words.filter((word) => word !== shaky);
    assert.deepEqual(
      runs[0]?.filter((word) => word !== shaky),
      others,
    );
    await until(() => runs.flat().includes(shaky));
    await sleep(500);
    assert.deepEqual(runs.flat().toSorted(), words);
  });

  test('are shared by two workers while they are worked off', async () => {
    const words = waiting(80, '乙');
    const { runs, ms } = await workOff(words, 2);
    assert.ok(ms < 20_000, `${Math.round(ms)} ms`);
    await sleep(500);
    assert.deepEqual(runs.flat().toSorted(), words);
    assert.ok(
      runs.every((done) => done.length >= 10),
      runs.map((done) => done.length).join(),
    );
  });

  test('stay where they are when the worker stops; what runs is finished', async () => {
    const seen = { begun: 0, done: 0 };
    const handler = jobHandler(note, async () => {
      seen.begun += 1;
      await sleep(300);
      seen.done += 1;
    });
    const planner = await open('plan');
    await database.transaction(SYSTEM, (tx) =>
      planner.plan(
        tx,
        waiting(20, '丙').map((word) => planned(note, { word })),
      ),
    );
    const queue = await open('work');
    await queue.work([handler]);
    await until(() => seen.begun >= 2);
    await queue.stop();
    assert.equal(seen.done, seen.begun);
    assert.ok(seen.done < 20);
    const words: string[] = [];
    await (await open('work')).work([jobHandler(note, async ({ word }) => void words.push(word))]);
    await until(() => words.length >= 20 - seen.done);
    await sleep(500);
    assert.equal(words.length, 20 - seen.done);
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
