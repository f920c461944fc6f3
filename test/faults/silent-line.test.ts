import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { sql } from 'kysely';
import { z } from 'zod';
import { allRoutes } from '../../src/app/features.ts';
import { openRound } from '../../src/features/applications/factory.ts';
import { SYSTEM } from '../../src/kernel/actor.ts';
import { type Database, openDatabase } from '../../src/platform/db/database.ts';
import { statement } from '../../src/platform/db/statement.ts';
import { createHttpServer } from '../../src/platform/http/server.ts';
import {
  jobHandler,
  jobKind,
  type JobQueue,
  openJobQueue,
  planned,
} from '../../src/platform/jobs.ts';
import { startTestApp, type TestApp } from '../support/test-app.ts';
import { type LossyLine, startLossyLine } from './lossy-line.ts';

const POOL = 4;
/** A statement may take so long here, and 1.5 s later nothing is to be expected: longer than one waits for the pool. */
const LONGEST_MS = 4_500;
const MOST_MS = 12_000;

const backend = statement(sql<{ pid: number }>`select pg_backend_pid() as pid`);

const knock = jobKind({
  name: 'test.knock',
  data: z.strictObject({ at: z.number() }),
  leaseSeconds: 30,
  retries: 3,
});

describe('a line to the database that falls silent', { timeout: 240_000 }, () => {
  let app: TestApp;
  let line: LossyLine;
  let database: Database;
  /** The product behind that line. */
  let http: FastifyInstance;
  let roundId: string;

  before(async () => {
    app = await startTestApp();
    line = await startLossyLine(app.databaseUrl);
    database = openDatabase(line.url, {
      poolSize: POOL,
      longestMs: LONGEST_MS,
      onIdleError: () => undefined,
    });
    const environment = { ...app.environment, database };
    http = await createHttpServer({ environment, routes: allRoutes, title: '测试' });
    roundId = await openRound(app);
  });
  after(async () => {
    await http.close();
    await database.close();
    await line.close();
    await app.close();
  });

  const headers = () => ({
    cookie: `onex=${app.world.people.collegeAdmin.token}`,
    'x-onex-csrf': '1',
  });
  const read = () => http.inject({ url: '/api/rounds', headers: headers() });
  const change = () =>
    http.inject({
      method: 'POST',
      url: '/api/applications',
      headers: headers(),
      payload: { roundId },
    });

  const timed = async <T>(work: () => Promise<T>): Promise<{ answer: T; ms: number }> => {
    const begun = performance.now();
    const answer = await work();
    return { answer, ms: performance.now() - begun };
  };

  /** All connections of the pool at once, each with its own backend. */
  const backends = (): Promise<number[]> =>
    Promise.all(
      Array.from({ length: POOL }, () =>
        database.transaction(SYSTEM, async (tx) => {
          const { pid } = await tx.one(backend);
          await sleep(100);
          return pid;
        }),
      ),
    );

  test('refuses in words whoever waits for it, and holds the pool no longer', async (t) => {
    assert.equal((await read()).statusCode, 200);
    const silent = await backends();
    line.fallSilent();
    const heard = await Promise.all([
      ...Array.from({ length: POOL }, () => timed(read)),
      ...Array.from({ length: POOL }, () => timed(change)),
    ]);
    for (const { answer, ms } of heard) {
      assert.equal(answer.statusCode, 503, answer.payload);
      assert.equal(answer.json().code, 'service.unavailable');
      assert.ok(Number(answer.headers['retry-after']) >= 1);
      assert.ok(ms < MOST_MS, `answered after ${Math.round(ms)} ms`);
    }
    t.diagnostic(`slowest ${Math.round(Math.max(...heard.map(({ ms }) => ms)))} ms`);
    const now = await backends();
    assert.deepEqual(
      now.filter((pid) => silent.includes(pid)),
      [],
    );
    assert.equal((await read()).statusCode, 200);
    assert.equal((await change()).statusCode, 200);
  });

  test('refuses once, inside a savepoint as well', async () => {
    const { ms } = await timed(() =>
      assert.rejects(
        database.transaction(SYSTEM, async (tx) => {
          await tx.one(backend);
          line.fallSilent();
          await tx.savepoint(() => tx.one(backend));
        }),
        { code: 'service.unavailable' },
      ),
    );
    assert.ok(ms < MOST_MS, `refused after ${Math.round(ms)} ms`);
  });

  test('gives nobody the answer that arrives late', async () => {
    const single = openDatabase(line.url, {
      poolSize: 1,
      longestMs: 1_000,
      onIdleError: () => undefined,
    });
    try {
      const mine = (word: string) => statement(sql<{ word: string }>`select ${word} as word`);
      const before = await single.read(SYSTEM, (tx) => tx.one(backend));
      let speakAgain = (): void => undefined;
      await assert.rejects(
        single.transaction(SYSTEM, async (tx) => {
          await tx.one(backend);
          speakAgain = line.fallSilent();
          await tx.one(mine('给没有等到的人'));
        }),
        { code: 'service.unavailable' },
      );
      speakAgain();
      await sleep(200);
      const next = await single.read(SYSTEM, async (tx) => [
        await tx.one(mine('给下一个人')),
        await tx.one(backend),
      ]);
      assert.deepEqual(next[0], { word: '给下一个人' });
      assert.notDeepEqual(next[1], before);
    } finally {
      await single.close();
    }
  });

  test('stops no worker: it looks for jobs again', async () => {
    const log = app.environment.log;
    const queues: JobQueue[] = [];
    const open = async (url: string, mode: 'plan' | 'work'): Promise<JobQueue> => {
      const queue = await openJobQueue(url, [knock], {
        log,
        mode,
        pollSeconds: 1,
        silentMs: 3_000,
      });
      queues.push(queue);
      return queue;
    };
    try {
      const seen: number[] = [];
      const planner = await open(app.databaseUrl, 'plan');
      const plan = (at: number) =>
        app.database.transaction(SYSTEM, (tx) => planner.plan(tx, [planned(knock, { at })]));
      const until = async (at: number, seconds: number): Promise<void> => {
        for (let tries = 0; tries < seconds * 10 && !seen.includes(at); tries += 1)
          await sleep(100);
        assert.ok(seen.includes(at), `job ${at} was not done`);
      };
      await (
        await open(line.url, 'work')
      ).work([jobHandler(knock, async ({ at }) => void seen.push(at))]);
      await plan(1);
      await until(1, 20);
      line.fallSilent();
      await plan(2);
      await until(2, 100);
    } finally {
      for (const queue of queues) await queue.stop();
    }
  });
});
