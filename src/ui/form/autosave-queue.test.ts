import assert from 'node:assert/strict';
import { test } from 'node:test';

import fc from 'fast-check';

import { ApiError, networkError } from '../api/api-error.ts';
import { AutosaveQueue } from './autosave-queue.ts';
import type { AutosaveState } from './autosave-queue.ts';

const conflict = new ApiError({ status: 409, code: 'x.stale', text: '已被他人修改' });
const refusal = new ApiError({ status: 422, code: 'x.long', text: '太长' });

/** A server whose answers the test gives by hand, and timers that fire when the test says so. */
const setUp = () => {
  const sent: string[] = [];
  const answers: { resolve: () => void; reject: (error: unknown) => void }[] = [];
  const states: AutosaveState[] = [];
  let timer: { work: () => void; afterMs: number } | undefined;
  const queue = new AutosaveQueue<string>({
    save: (value) => {
      sent.push(value);
      return new Promise((resolve, reject) => answers.push({ resolve, reject }));
    },
    onState: (state) => states.push(state),
    timers: {
      set: (work, afterMs) => (timer = { work, afterMs }),
      clear: () => (timer = undefined),
    },
  });
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  return {
    queue,
    sent,
    states,
    kind: () => states.at(-1)?.kind,
    delay: () => timer?.afterMs,
    fire: () => {
      const due = timer;
      timer = undefined;
      due?.work();
    },
    accept: async () => {
      answers.shift()?.resolve();
      await settle();
    },
    refuse: async (error: unknown) => {
      answers.shift()?.reject(error);
      await settle();
    },
  };
};

test('what is typed during a pause goes out once, as the latest value', async () => {
  const at = setUp();
  at.queue.push('西');
  at.queue.push('西安');
  assert.deepEqual(at.sent, []);
  at.fire();
  assert.deepEqual(at.sent, ['西安']);
  await at.accept();
  assert.equal(at.kind(), 'saved');
  assert.equal(at.queue.isDirty, false);
});

test('only one request runs; what was typed meanwhile follows it', async () => {
  const at = setUp();
  at.queue.push('一');
  at.fire();
  at.queue.push('二');
  at.fire();
  at.queue.push('三');
  at.fire();
  assert.deepEqual(at.sent, ['一']);
  await at.accept();
  assert.deepEqual(at.sent, ['一', '三']);
  await at.accept();
  assert.equal(at.kind(), 'saved');
});

test('a lost connection is tried again with the same value, later each time', async () => {
  const at = setUp();
  at.queue.push('一');
  at.fire();
  await at.refuse(networkError());
  assert.equal(at.kind(), 'retrying');
  const first = at.delay() ?? 0;
  at.fire();
  await at.refuse(networkError());
  assert.ok((at.delay() ?? 0) > first);
  at.fire();
  assert.deepEqual(at.sent, ['一', '一', '一']);
  await at.accept();
  assert.equal(at.kind(), 'saved');
});

test('the server says when to come back', async () => {
  const at = setUp();
  at.queue.push('一');
  at.fire();
  await at.refuse(new ApiError({ status: 503, code: 'busy', text: '忙', retryAfter: 7 }));
  assert.equal(at.delay(), 7000);
});

test('a conflict holds everything until someone chose', async () => {
  const at = setUp();
  at.queue.push('我的');
  at.fire();
  await at.refuse(conflict);
  assert.equal(at.kind(), 'conflict');
  at.queue.push('我的，改过');
  at.fire();
  at.queue.flush();
  assert.deepEqual(at.sent, ['我的']);
  at.queue.resolve('合并后');
  assert.deepEqual(at.sent, ['我的', '合并后']);
  await at.accept();
  assert.equal(at.kind(), 'saved');
});

test('taking theirs sends nothing and leaves nothing unsaved', async () => {
  const at = setUp();
  at.queue.push('我的');
  at.fire();
  await at.refuse(conflict);
  at.queue.resolve(undefined);
  at.queue.flush();
  assert.deepEqual(at.sent, ['我的']);
  assert.equal(at.queue.isDirty, false);
});

test('a refused value waits for the next change and is not sent again by itself', async () => {
  const at = setUp();
  at.queue.push('太长的');
  at.fire();
  await at.refuse(refusal);
  assert.equal(at.kind(), 'refused');
  assert.equal(at.delay(), undefined);
  at.queue.push('短');
  at.fire();
  assert.deepEqual(at.sent, ['太长的', '短']);
});

test('a fault of the page itself is not silent', async () => {
  const at = setUp();
  at.queue.push('一');
  at.fire();
  await at.refuse(new TypeError('undefined'));
  assert.equal(at.kind(), 'refused');
  assert.equal(at.queue.isDirty, true);
});

test('in any order of typing, pauses and answers the server ends with the last value', async () => {
  const step = fc.constantFrom('type', 'fire', 'accept', 'lose');
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
      const at = setUp();
      let typed = 0;
      for (const one of steps) {
        if (one === 'type') at.queue.push(String((typed += 1)));
        if (one === 'fire') at.fire();
        if (one === 'accept') await at.accept();
        if (one === 'lose') await at.refuse(networkError());
      }
      for (let round = 0; round < 4; round += 1) {
        at.fire();
        await at.accept();
      }
      assert.equal(at.queue.isDirty, false);
      assert.equal(at.sent.at(-1), typed === 0 ? undefined : String(typed));
    }),
    { numRuns: 200 },
  );
});
