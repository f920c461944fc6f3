import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { after, before, describe, test, type TestContext } from 'node:test';
import type pg from 'pg';
import { judge, missingPlans, type Verdict } from './ledger.ts';
import {
  chanceFrom,
  connectPatiently,
  killDatabase,
  type Product,
  startProduct,
} from './product.ts';
import { type SeededSchools, seedSchools } from './seeded-schools.ts';
import { Submitters } from './submitters.ts';

/** FAULT_SEED repeats a run, FAULT_KILLS=100 makes a long one. */
const SEED = Number(process.env['FAULT_SEED'] ?? Date.now() % 1_000_000);
const KILLS = Number(process.env['FAULT_KILLS'] ?? 20);
const CLIENTS = 8;
const SCHOOLS = 60;
const ROUNDS = 40;
/** Rounds kept for the faulty server. */
const CONTROL_ROUNDS = 2;

const EARLY_SERVER = join(import.meta.dirname, 'early-answer-server.ts');

describe('what was acknowledged survives every crash', { timeout: 600_000 }, () => {
  const chance = chanceFrom(SEED);
  let dataDir: string;
  let seeded: SeededSchools;
  let submitters: Submitters;
  const servers: (Product | undefined)[] = [undefined, undefined];
  const started = performance.now();

  const addresses = (): string[] => servers.flatMap((server) => server?.url ?? []);
  const startServer = (): Promise<Product> =>
    startProduct(['serve', '--no-worker'], { DATA_DIR: dataDir });

  const withOwner = async <T>(work: (client: pg.Client) => Promise<T>): Promise<T> => {
    const client = await connectPatiently(dataDir);
    try {
      return await work(client);
    } finally {
      await client.end().catch(() => undefined);
    }
  };

  /** Looks again when the database is killed while it is being looked at. */
  const verdict = (): Promise<Verdict> =>
    withOwner((client) => judge(client, submitters.tally.acknowledged));

  before(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'onex-kill-'));
    servers[0] = await startServer();
    seeded = await withOwner((client) =>
      seedSchools(client, { schools: SCHOOLS, rounds: ROUNDS + CONTROL_ROUNDS }),
    );
    servers[1] = await startServer();
    submitters = new Submitters(seeded, addresses, seeded.roundIds.slice(CONTROL_ROUNDS));
    await submitters.start(CLIENTS);
  });

  after(async () => {
    await submitters.abandon();
    await Promise.all(servers.map(async (server) => await server?.stop()));
    killDatabase(dataDir);
    await rm(dataDir, { recursive: true, force: true });
  });

  const untilAcknowledged = async (more: number, by = submitters): Promise<void> => {
    const { acknowledged } = by.tally;
    const goal = acknowledged.length + more;
    const end = performance.now() + 60_000;
    while (acknowledged.length < goal) {
      assert.ok(performance.now() < end, `nothing was acknowledged for a minute, seed ${SEED}`);
      await sleep(5);
    }
  };

  const tell = (t: TestContext, words: string): void => {
    const { acknowledged, requests, cutOff, toldToWait } = submitters.tally;
    const seconds = ((performance.now() - started) / 1000).toFixed(0);
    t.diagnostic(
      `${words}; seed ${SEED}; acknowledged so far ${acknowledged.length}, requests ${requests}, cut off ${cutOff}, ` +
        `503 ${toldToWait}; ${seconds} s since the start`,
    );
  };

  const sound = (found: Verdict): void => {
    assert.deepEqual(found.lost, [], `acknowledged and lost, seed ${SEED}`);
    assert.deepEqual(found.half, [], `half written, seed ${SEED}`);
  };

  test(`kill -9 of a server, ${KILLS} times, while ${CLIENTS} clients submit`, async (t) => {
    let kills = 0;
    /** One place in the row of servers: killed at any moment, started again at once. */
    const keepKilling = async (place: number): Promise<void> => {
      while (kills < KILLS) {
        await untilAcknowledged(1);
        await sleep(chance(400));
        if (kills >= KILLS) return;
        kills += 1;
        const server = servers[place];
        servers[place] = undefined;
        await server?.kill();
        sound(await verdict());
        servers[place] = await startServer();
      }
    };
    await Promise.all([keepKilling(0), keepKilling(1)]);
    await untilAcknowledged(5);
    sound(await verdict());
    assert.ok(kills >= KILLS);
    assert.ok(submitters.tally.cutOff > 0, 'no request was cut off: nobody was hit');
    tell(t, `${kills} servers killed, 0 lost, 0 half`);
  });

  test(`kill -9 of the database with all its children, ${KILLS} times`, async (t) => {
    let slowest = 0;
    for (let kills = 1; kills <= KILLS; kills += 1) {
      await untilAcknowledged(1);
      await sleep(chance(250));
      assert.ok(killDatabase(dataDir) > 3, 'postmaster and children');
      const dead = performance.now();
      sound(await verdict());
      await untilAcknowledged(1);
      slowest = Math.max(slowest, performance.now() - dead);
      // The servers live through it, each by itself.
      for (const server of servers)
        assert.equal(server?.child.exitCode, null, server?.output().slice(-4000));
    }
    tell(
      t,
      `${KILLS} databases killed, 0 lost, 0 half, in service again within ${(slowest / 1000).toFixed(1)} s`,
    );
  });

  test('in the end every request is known to be done, once', async (t) => {
    await submitters.finish();
    const { acknowledged } = submitters.tally;
    assert.ok(submitters.jobsLeft > 0, 'the clients ran out of work; give them more rounds');
    assert.ok(acknowledged.length >= 4 * KILLS, `only ${acknowledged.length} acknowledged`);
    assert.equal(
      new Set(acknowledged.map(({ applicationId }) => applicationId)).size,
      acknowledged.length,
    );
    assert.equal(
      new Set(acknowledged.map(({ receiptNumber }) => receiptNumber)).size,
      acknowledged.length,
    );
    const found = await verdict();
    sound(found);
    // Whatever was cut off has been asked for again with its key, so nothing is there that nobody knows of.
    assert.equal(found.submitted, acknowledged.length);
    const { plans, missing } = await withOwner((client) => missingPlans(client, dataDir));
    assert.deepEqual(missing, []);
    assert.ok(plans >= acknowledged.filter(({ hasPlan }) => hasPlan).length && plans > 0);
    tell(t, `${found.submitted} submitted, ${plans} sealed plans on disk with their hash`);
  });

  test('a server that answers before it commits is found out', async (t) => {
    const addressesOfControl: string[] = [];
    const control = new Submitters(
      seeded,
      () => addressesOfControl,
      seeded.roundIds.slice(0, CONTROL_ROUNDS),
    );
    let lost = 0;
    let kills = 0;
    while (lost === 0 && kills < 6) {
      const early = await startProduct([], { DATA_DIR: dataDir }, { script: EARLY_SERVER });
      addressesOfControl.splice(0, 1, early.url);
      if (kills === 0) await control.start(CLIENTS);
      await untilAcknowledged(2, control);
      addressesOfControl.length = 0;
      await early.kill();
      kills += 1;
      // A connection whose server is gone is rolled back as soon as the database notices.
      await sleep(300);
      lost = (await withOwner((client) => judge(client, control.tally.acknowledged))).lost.length;
    }
    await control.abandon();
    assert.ok(lost > 0, 'the faulty server lost nothing: this test would not see a loss');
    t.diagnostic(
      `control: ${lost} of ${control.tally.acknowledged.length} acknowledged lost after ${kills} kills`,
    );
  });
});
