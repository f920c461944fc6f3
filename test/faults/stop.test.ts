import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { after, before, describe, test } from 'node:test';
import type pg from 'pg';
import { judge } from './ledger.ts';
import { connectPatiently, killDatabase, startProduct } from './product.ts';
import { type SeededSchools, seedSchools } from './seeded-schools.ts';
import { Submitters } from './submitters.ts';

const MOST_MS = 30_000;

describe('a stop lets everything finish that has begun', { timeout: 240_000 }, () => {
  let dataDir: string;
  let seeded: SeededSchools;

  const withOwner = async <T>(work: (client: pg.Client) => Promise<T>): Promise<T> => {
    const client = await connectPatiently(dataDir);
    try {
      return await work(client);
    } finally {
      await client.end().catch(() => undefined);
    }
  };

  before(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'onex-stop-'));
  });
  after(async () => {
    killDatabase(dataDir);
    await rm(dataDir, { recursive: true, force: true });
  });

  const create = async (
    url: string,
    token: string,
    roundId: string,
  ): Promise<{ status: number; text: string }> => {
    const response = await fetch(`${url}/api/applications`, {
      method: 'POST',
      body: JSON.stringify({ roundId }),
      headers: { 'content-type': 'application/json', 'x-onex-csrf': '1', cookie: `onex=${token}` },
    });
    return { status: response.status, text: await response.text() };
  };

  test('SIGTERM while requests wait for a lock: all are answered, the exit code is 0', async (t) => {
    const server = await startProduct(['serve', '--no-worker'], { DATA_DIR: dataDir });
    seeded = await withOwner((client) => seedSchools(client, { schools: 12, rounds: 4 }));
    const [roundId = '', secondRound = ''] = seeded.roundIds;
    await withOwner(async (client) => {
      await client.query('begin');
      // Each request writes its application and then waits here for its place in the audit log.
      await client.query('lock table audit_event in share mode');
      const inFlight = seeded.schools.map(({ token }) => create(server.url, token, roundId));
      await sleep(1000);
      const asked = performance.now();
      const stopped = server.stop();
      await sleep(500);
      await assert.rejects(
        create(server.url, seeded.schools[0]?.token ?? '', secondRound),
        'a new connection was taken',
      );
      assert.equal(server.child.exitCode, null, 'it went away while requests were in flight');
      await client.query('rollback');
      const answers = await Promise.all(inFlight);
      assert.deepEqual(
        answers.filter(({ status }) => status !== 200),
        [],
      );
      await client.end();
      assert.equal(await stopped, 0, server.output());
      const took = performance.now() - asked;
      assert.ok(took < MOST_MS, String(took));
      t.diagnostic(
        `${answers.length} in flight, all answered; stopped after ${Math.round(took)} ms with code 0`,
      );
    });
  });

  test('SIGTERM to the whole product under load: what was acknowledged is there, the exit code is 0', async (t) => {
    let url = '';
    const submitters = new Submitters(
      seeded,
      () => (url === '' ? [] : [url]),
      seeded.roundIds.slice(1),
    );
    const times: number[] = [];
    for (let turn = 0; turn < 3; turn += 1) {
      const product = await startProduct(['serve'], { DATA_DIR: dataDir });
      url = product.url;
      if (turn === 0) await submitters.start(6);
      const goal = submitters.tally.acknowledged.length + 3;
      while (submitters.tally.acknowledged.length < goal) await sleep(5);
      const asked = performance.now();
      const stopped = product.stop();
      await sleep(50);
      url = '';
      assert.equal(await stopped, 0, product.output());
      times.push(Math.round(performance.now() - asked));
      assert.ok(performance.now() - asked < MOST_MS);
    }
    const last = await startProduct(['serve', '--no-worker'], { DATA_DIR: dataDir });
    url = last.url;
    await submitters.finish();
    const { acknowledged } = submitters.tally;
    const found = await withOwner((client) => judge(client, acknowledged));
    assert.deepEqual([found.lost, found.half], [[], []]);
    assert.equal(found.submitted, acknowledged.length);
    assert.equal(await last.stop(), 0);
    t.diagnostic(
      `3 stops under load after ${times.join(', ')} ms; ${acknowledged.length} acknowledged, 0 lost`,
    );
  });
});
