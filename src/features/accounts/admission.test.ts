import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { DomainError } from '../../kernel/error.ts';
import { createAdmission, DEFAULT_LIMITS } from './admission.ts';
import { givePassword, network, openBrowser, startAccountsApp } from './factory.ts';

const isCrowded = (error: unknown): boolean =>
  error instanceof DomainError &&
  error.code === 'accounts.crowded' &&
  (error.detail.retryAfter ?? 0) > 0;

describe('the queue in front of password hashing (assurance A1)', () => {
  it('never runs more at once than it may, keeps the order, and lets everybody through', async () => {
    const admission = createAdmission({ running: 2, waiting: 50, waitingPerNetwork: 50 });
    const order: number[] = [];
    let running = 0;
    let most = 0;
    const work = (index: number) => async (): Promise<number> => {
      order.push(index);
      running += 1;
      most = Math.max(most, running);
      await sleep(1);
      running -= 1;
      return index;
    };
    const numbers = Array.from({ length: 40 }, (_, index) => index);
    assert.deepEqual(
      await Promise.all(numbers.map((index) => admission('10.0.0.1', work(index)))),
      numbers,
    );
    assert.deepEqual(order, numbers);
    assert.equal(most, 2);
  });

  it('turns away who does not fit, without forgetting a place when work fails', async () => {
    const admission = createAdmission({ running: 1, waiting: 3, waitingPerNetwork: 2 });
    let release = (): void => undefined;
    const first = admission(
      '10.0.0.1',
      () => new Promise<void>((resolve) => void (release = resolve)),
    );
    const fail = (): Promise<never> => Promise.reject(new Error('broken'));
    const fromOne = [1, 2].map(() => admission('10.0.0.9', fail));
    await assert.rejects(admission('10.0.0.7', fail), isCrowded, 'the same network');
    const fromOther = admission('10.0.1.1', () => Promise.resolve('in'));
    await assert.rejects(admission('10.0.2.1', fail), isCrowded, 'any network');
    release();
    await first;
    for (const waiting of fromOne) await assert.rejects(waiting, /broken/);
    assert.equal(await fromOther, 'in');
    assert.equal(await admission('10.0.0.9', () => Promise.resolve('free again')), 'free again');
  });

  it('leaves the database to the others while 200 people sign in', async () => {
    const cost = { memoryKib: 4096, passes: 1 };
    const app = await startAccountsApp({ passwordCost: cost, limits: DEFAULT_LIMITS });
    try {
      await givePassword(app, 'kettle-rail-plum-7', [app.world.people.collegeAdmin], cost);
      const storm = Array.from({ length: 200 }, (_, index) =>
        openBrowser(app, network(index)).signIn('collegeadmin', 'kettle-rail-plum-7'),
      );
      let isOver = false;
      const end = Promise.all(storm).finally(() => void (isOver = true));
      const waits: number[] = [];
      while (!isOver) {
        const start = performance.now();
        const answer = await app.as(app.world.people.officeAdmin).get('/api/people');
        waits.push(performance.now() - start);
        assert.equal(answer.status, 200);
      }
      for (const { status } of await end)
        assert.ok(status === 200 || status === 503, String(status));
      assert.ok(waits.length > 5, 'the storm was over before anything could be measured');
      // The pool has 8 connections; had the storm taken them, a read would have waited for most of it.
      const slowest = Math.max(...waits.slice(1));
      assert.ok(slowest < 1000, `slowest read ${slowest} ms`);
    } finally {
      await app.close();
    }
  });
});
