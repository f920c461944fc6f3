import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { takeLock } from './embedded-lock.ts';
import { processIdentity } from './embedded-process.ts';

const folder = await mkdtemp(join(tmpdir(), 'onex-lock-'));
const path = join(folder, 'onex.lock');
after(async () => await rm(folder, { recursive: true }));

const leftBehind: [what: string, content: string][] = [
  ['nothing', ''],
  ['half a line', '{"pid":1,'],
  ['a process that is gone', '{"pid":4194305,"identity":"x","command":"cli.ts serve"}'],
  [
    'a pid that is another process now',
    `{"pid":${process.ppid},"identity":"x","command":"cli.ts"}`,
  ],
];

for (const [what, content] of leftBehind) {
  test(`a lock left by ${what} is taken over by exactly one of many`, async () => {
    await writeFile(path, content);
    const attempts = await Promise.all(
      Array.from({ length: 20 }, async () => await takeLock(path)),
    );
    const taken = attempts.filter((attempt) => attempt.taken);
    assert.equal(taken.length, 1);
    for (const attempt of attempts) {
      if (!attempt.taken) assert.equal(attempt.holder.pid, process.pid);
    }
    await taken[0]?.release();
    assert.deepEqual(await readdir(folder), [], 'nothing is left in the folder');
  });
}

test('a running process keeps its lock', async () => {
  const identity = processIdentity(process.ppid);
  await writeFile(path, JSON.stringify({ pid: process.ppid, identity, command: 'cli.ts serve' }));
  const attempt = await takeLock(path);
  assert.deepEqual(attempt, {
    taken: false,
    holder: { pid: process.ppid, identity, command: 'cli.ts serve' },
  });
});

test('identity tells running from gone', () => {
  assert.equal(processIdentity(process.pid), processIdentity(process.pid));
  assert.notEqual(processIdentity(process.pid), processIdentity(process.ppid));
  assert.equal(processIdentity(4_194_305), undefined);
});
