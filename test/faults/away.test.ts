import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { after, before, describe, test, type TestContext } from 'node:test';
import { sql } from 'kysely';
import type pg from 'pg';
import { SYSTEM } from '../../src/kernel/actor.ts';
import { DomainError } from '../../src/kernel/error.ts';
import { openDatabase as openPool } from '../../src/platform/db/database.ts';
import { type EmbeddedDatabase, startEmbedded } from '../../src/platform/db/embedded.ts';
import { postgresProcessesOf, signal } from '../../src/platform/db/embedded-process.ts';
import { statement } from '../../src/platform/db/statement.ts';
import { createLog } from '../../src/platform/log.ts';
import {
  clusterOf,
  connectPatiently,
  killDatabase,
  type Product,
  startProduct,
} from './product.ts';
import { type SeededSchools, seedSchools } from './seeded-schools.ts';

interface Heard {
  readonly asked: string;
  /** 0: no answer at all. */
  readonly status: number;
  readonly text: string;
  readonly retryAfter: string | null;
  readonly ms: number;
}

const MOST_MS = 10_000;

describe('the database goes away and comes back', { timeout: 300_000 }, () => {
  let dataDir: string;
  let embedded: EmbeddedDatabase;
  let server: Product;
  let seeded: SeededSchools;

  const openDatabase = () => startEmbedded({ dataDir, log: createLog('fatal') });

  const withOwner = async <T>(work: (client: pg.Client) => Promise<T>): Promise<T> => {
    const client = await connectPatiently(dataDir);
    try {
      return await work(client);
    } finally {
      await client.end();
    }
  };

  before(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'onex-away-'));
    embedded = await openDatabase();
    server = await startProduct(['serve', '--no-worker'], {
      DATA_DIR: dataDir,
      DATABASE_URL: embedded.url,
    });
    seeded = await withOwner((client) => seedSchools(client, { schools: 4, rounds: 1 }));
  });
  after(async () => {
    for (const pid of postgresProcessesOf(clusterOf(dataDir))) signal(pid, 'SIGCONT');
    await server.stop();
    await embedded.stop();
    killDatabase(dataDir);
    await rm(dataDir, { recursive: true, force: true });
  });

  const ask = async (
    path: string,
    change?: { method: string; body: unknown },
    token?: string,
  ): Promise<Heard> => {
    const asked = `${change?.method ?? 'GET'} ${path}`;
    const begun = performance.now();
    try {
      const response = await fetch(`${server.url}${path}`, {
        ...(change === undefined
          ? {}
          : { method: change.method, body: JSON.stringify(change.body) }),
        headers: {
          ...(change === undefined
            ? {}
            : { 'content-type': 'application/json', 'x-onex-csrf': '1' }),
          ...(token === undefined ? {} : { cookie: `onex=${token}` }),
        },
        signal: AbortSignal.timeout(60_000),
      });
      const text = await response.text();
      const ms = performance.now() - begun;
      return {
        asked,
        status: response.status,
        text,
        retryAfter: response.headers.get('retry-after'),
        ms,
      };
    } catch (error) {
      return {
        asked,
        status: 0,
        text: String(error),
        retryAfter: null,
        ms: performance.now() - begun,
      };
    }
  };

  /** Reads and changes of every kind, signed in and not; each needs the database. */
  const everyKind = (): Promise<Heard>[] => {
    const [school] = seeded.schools;
    const [roundId] = seeded.roundIds;
    const token = school?.token;
    return [
      ask('/readyz'),
      ask('/api/session'),
      ask('/api/catalog/certificates'),
      ask('/api/public/filed-lists'),
      ask('/api/rounds', undefined, token),
      ask('/api/applications/mine', undefined, token),
      ask('/api/rounds.csv', undefined, token),
      ask('/api/applications', undefined, seeded.reviewerToken),
      ask('/api/applications', { method: 'POST', body: { roundId } }, token),
      ask('/api/session', {
        method: 'POST',
        body: { loginName: 'nobody', password: 'wrong-password' },
      }),
      // A page is kept for some seconds; these two are asked for the first time.
      ask(`/filed-lists/${roundId}/1?q=${performance.now()}`),
      ask(`/catalog?q=${performance.now()}`),
    ];
  };

  /** What was told while the database was away: the truth, in words, and when to come back. */
  const isPolite = ({ asked, status, text, retryAfter }: Heard): void => {
    assert.equal(status, 503, `${asked}: ${status} ${text.slice(0, 300)}`);
    assert.match(text, /[\u4e00-\u9fff]{4}/, asked);
    assert.match(text, /稍后重试|秒后重试/, asked);
    assert.ok(Number(retryAfter) >= 1, `${asked} says not when to retry`);
  };

  const isAlive = async (): Promise<void> => {
    assert.equal((await ask('/healthz')).status, 200);
    assert.equal(server.child.exitCode, null);
  };

  /** Asks without a pause until stopped; every answer is kept. */
  const crowd = (heard: Heard[]): { stop(): Promise<void> } => {
    let stopping = false;
    const one = async (): Promise<void> => {
      while (!stopping) heard.push(...(await Promise.all(everyKind())));
    };
    const running = [one(), one()];
    return {
      stop: async () => {
        stopping = true;
        await Promise.all(running);
      },
    };
  };

  /** Without a confirmed list its page is not found; the rest are answers of the rules. */
  const WELL = [200, 404, 409, 422, 429];

  /** Milliseconds until the same process, unaided, does its work again. */
  const untilRecovered = async (): Promise<number> => {
    const begun = performance.now();
    for (;;) {
      const answers = await Promise.all(everyKind());
      if (answers.every(({ status }) => WELL.includes(status))) return performance.now() - begun;
      assert.ok(
        performance.now() - begun < 3 * MOST_MS,
        JSON.stringify(answers.filter(({ status }) => !WELL.includes(status))),
      );
      await sleep(50);
    }
  };

  const judge = (t: TestContext, heard: readonly Heard[], recoveredMs: number): void => {
    const refused = heard.filter(({ status }) => status === 503);
    const wrong = heard.filter(({ status }) => status !== 503 && !WELL.includes(status));
    assert.deepEqual(
      wrong.map(({ asked, status, text }) => `${asked} ${status} ${text.slice(0, 200)}`),
      [],
    );
    assert.ok(refused.length > 0, 'nothing was asked while the database was away');
    for (const one of refused) isPolite(one);
    assert.ok(recoveredMs <= MOST_MS, `recovered only after ${recoveredMs} ms`);
    const slowest = Math.max(...heard.map(({ ms }) => ms));
    t.diagnostic(
      `${heard.length} answers, ${refused.length} of them 503, none else wrong, slowest ${Math.round(slowest)} ms; ` +
        `recovered within ${Math.round(recoveredMs)} ms of the database`,
    );
  };

  test('with the database there, everything answers', async () => {
    const answers = await Promise.all(everyKind());
    assert.deepEqual(
      answers.filter(({ status }) => !WELL.includes(status)),
      [],
    );
  });

  test('stopped in the middle of requests: 503 in words, never 500, and the same server recovers', async (t) => {
    const heard: Heard[] = [];
    const asking = crowd(heard);
    await sleep(500);
    await embedded.stop();
    const away = await Promise.all(everyKind());
    await isAlive();
    await sleep(1500);
    embedded = await openDatabase();
    const recovered = await untilRecovered();
    await asking.stop();
    away.forEach(isPolite);
    judge(t, heard, recovered);
  });

  test('killed with all its children in the middle of requests', async (t) => {
    const heard: Heard[] = [];
    const asking = crowd(heard);
    await sleep(500);
    assert.ok(killDatabase(dataDir) > 3);
    await isAlive();
    // Whoever holds the data folder starts it again by itself; here that is this test's process.
    await connectPatiently(dataDir).then((client) => client.end());
    const recovered = await untilRecovered();
    await asking.stop();
    judge(t, heard, recovered);
  });

  test('a connection cut between two statements of a transaction is a refusal, not the end of the process', async () => {
    const lost: Error[] = [];
    const database = openPool(embedded.url, {
      poolSize: 1,
      onIdleError: (error) => void lost.push(error),
    });
    try {
      const pid = statement(sql<{ pid: number }>`select pg_backend_pid() as pid`);
      const cut = database.transaction(SYSTEM, async (tx) => {
        const backend = await tx.one(pid);
        await withOwner((client) => client.query('select pg_terminate_backend($1)', [backend.pid]));
        // Nothing is asked of the connection now: its end is told by an event and to nobody's promise.
        await sleep(300);
        return await tx.one(pid);
      });
      await assert.rejects(
        cut,
        (error: unknown) => error instanceof DomainError && error.kind === 'unavailable',
      );
      assert.ok(
        lost.length > 0,
        'the connection was cut without an event: this test shows nothing',
      );
      assert.ok((await database.read(SYSTEM, (read) => read.one(pid))).pid > 0);
    } finally {
      await database.close();
    }
  });

  test('frozen for six seconds: nobody hangs for good, nothing is a fault', async (t) => {
    const heard: Heard[] = [];
    const asking = crowd(heard);
    await sleep(300);
    const pids = postgresProcessesOf(clusterOf(dataDir));
    for (const pid of pids) signal(pid, 'SIGSTOP');
    await isAlive();
    await sleep(6000);
    for (const pid of pids) signal(pid, 'SIGCONT');
    const recovered = await untilRecovered();
    await asking.stop();
    const wrong = heard.filter(({ status }) => status !== 503 && !WELL.includes(status));
    assert.deepEqual(
      wrong.map(({ asked, status, text }) => `${asked} ${status} ${text.slice(0, 200)}`),
      [],
    );
    assert.ok(recovered <= MOST_MS, String(recovered));
    const slowest = Math.max(...heard.map(({ ms }) => ms));
    assert.ok(slowest > 5000, 'nothing was asked while it was frozen');
    assert.ok(slowest < 30_000, `somebody waited ${slowest} ms`);
    t.diagnostic(
      `${heard.length} answers, slowest ${Math.round(slowest)} ms, recovered within ${Math.round(recovered)} ms`,
    );
  });
});
