import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { after, afterEach, before, describe, test } from 'node:test';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { SYSTEM } from '../../src/kernel/actor.ts';
import { systemClock } from '../../src/platform/clock.ts';
import { sqlBuilder, type Database, openDatabase } from '../../src/platform/db/database.ts';
import { type Keyring, openKeyring } from '../../src/platform/keyring.ts';
import { expandNotice } from '../../src/features/notifications/expand.ts';
import type { Notice } from '../../src/platform/notice.ts';
import {
  type CountingMailServer,
  startCountingMailServer,
} from '../support/counting-mail-server.ts';
import {
  MASS_ORGANIZATION,
  massAccountId,
  seedMassRecipients,
} from '../support/mass-recipients.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';
import { chanceFrom } from './product.ts';

/** FAULT_SEED repeats a run, FAULT_KILLS makes a longer one. */
const SEED = Number(process.env['FAULT_SEED'] ?? Date.now() % 1_000_000);
const KILLS = Number(process.env['FAULT_KILLS'] ?? 20);
const RECIPIENTS = Number(process.env['FAULT_RECIPIENTS'] ?? 5_000);
const WORKERS = 2;
const WORKER = join(import.meta.dirname, 'delivery-worker.ts');

describe('5,000 recipients, workers killed at random', { timeout: 300_000 }, () => {
  const chance = chanceFrom(SEED);
  let store: TestDatabase;
  let database: Database;
  let keyring: Keyring;
  let dataDir: string;
  let server: CountingMailServer;
  const workers = new Set<ChildProcess>();

  before(async () => {
    store = await createTestDatabase();
    database = openDatabase(store.url, { poolSize: 4, onIdleError: () => undefined });
    dataDir = await mkdtemp(join(tmpdir(), 'onex-delivery-'));
    keyring = await openKeyring(dataDir);
    await seedMassRecipients(database, { keyring, count: RECIPIENTS, at: systemClock.now() });
  });
  afterEach(async () => {
    await Promise.all([...workers].map(kill));
    await server.close();
  });
  after(async () => {
    await database.close();
    await store.drop();
    await rm(dataDir, { recursive: true, force: true });
  });

  const tell = (key: string, to: Notice['to']): Promise<number> =>
    expandNotice(
      database,
      {
        event: 'announcements.published',
        key,
        to,
        title: '请确认收到通知',
        lines: ['请在三天内确认。'],
        path: '/desk',
      },
      systemClock.now(),
    );

  const openCount = async (): Promise<number> => {
    const { total } = await database.read(SYSTEM, (read) =>
      read.one(
        sqlBuilder
          .selectFrom('delivery')
          .select((of) => of.fn.countAll<number>().as('total'))
          .where('status', '=', 'WAITING'),
      ),
    );
    return total;
  };

  const startWorker = async (more: Record<string, string> = {}): Promise<ChildProcess> => {
    const child = spawn(process.execPath, [WORKER], {
      env: {
        PATH: process.env['PATH'],
        NODE_NO_WARNINGS: '1',
        NODE_COMPILE_CACHE: join(import.meta.dirname, '../../node_modules/.cache/onex-compiled'),
        TEST_URL: store.url,
        DATA_DIR: dataDir,
        SMTP_URL: server.url,
        ...more,
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    workers.add(child);
    await Promise.race([once(child.stdout, 'data'), once(child, 'exit')]);
    assert.equal(child.exitCode, null, 'a worker did not start');
    return child;
  };

  const kill = async (child: ChildProcess): Promise<void> => {
    workers.delete(child);
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  };

  const untilSettled = async (patienceMs: number): Promise<void> => {
    const end = performance.now() + patienceMs;
    while ((await openCount()) > 0) {
      assert.ok(performance.now() < end, `not settled, seed ${SEED}`);
      await sleep(100);
    }
  };

  test(`kill -9 of a worker, ${KILLS} times: none lost, at most one repeat a kill`, async (t) => {
    server = await startCountingMailServer();
    assert.equal(await tell('killed', [{ organizationId: MASS_ORGANIZATION }]), RECIPIENTS);
    const started = performance.now();
    const places = await Promise.all(Array.from({ length: WORKERS }, () => startWorker()));
    let kills = 0;
    while (kills < KILLS) {
      await sleep(150 + chance(500));
      const place = Math.floor(chance(WORKERS));
      const victim = places[place];
      if (victim === undefined || (await openCount()) === 0) break;
      server.noteKill();
      await kill(victim);
      kills += 1;
      places[place] = await startWorker();
    }
    await untilSettled(120_000);
    const seconds = (performance.now() - started) / 1000;
    const { recipients, repeats, strangeRepeats } = server.verdict();
    assert.equal(recipients, RECIPIENTS, `lost ${RECIPIENTS - recipients}, seed ${SEED}`);
    assert.ok(kills >= Math.min(KILLS, 5), `only ${kills} kills`);
    assert.ok(repeats <= kills, `${repeats} repeats after ${kills} kills, seed ${SEED}`);
    assert.deepEqual(
      strangeRepeats,
      [],
      'a repeat under another Message-ID, or of a message not in hand at a kill',
    );
    t.diagnostic(
      `${recipients} of ${RECIPIENTS} received, ${kills} kills, ${repeats} repeats, ` +
        `${(server.received() / seconds).toFixed(0)} messages/s with ${WORKERS} workers, seed ${SEED}`,
    );
  });

  test('a worker that does not write down what it sent repeats more: the count sees it', async (t) => {
    server = await startCountingMailServer();
    await database.transaction(SYSTEM, (tx) => tx.run(sqlBuilder.deleteFrom('delivery')));
    const few = Array.from({ length: 20 }, (_, number) => ({ accountId: massAccountId(number) }));
    assert.equal(await tell('forgotten', few), few.length);
    await startWorker({ FORGETFUL: '1' });
    const end = performance.now() + 20_000;
    while (server.verdict().repeats < 3 && performance.now() < end) {
      await sleep(200);
      // The control's channel must not rest, or it would repeat too slowly to be seen.
      await database.transaction(SYSTEM, (tx) =>
        tx.run(sqlBuilder.updateTable('channel_state').set({ paused_until_at: null })),
      );
    }
    const { repeats } = server.verdict();
    assert.ok(repeats >= 3, `only ${repeats} repeats without a single kill`);
    t.diagnostic(`control: ${repeats} repeats, 0 kills`);
  });
});
