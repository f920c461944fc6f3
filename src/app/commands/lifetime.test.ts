import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

interface Run {
  readonly child: ChildProcess;
  /** Standard output so far. */
  text(): string;
  /** Exit code or signal. */
  ended(): Promise<number | NodeJS.Signals>;
}

/** A process that has opened a database and a server; closing the server takes `closingMs`. */
const openedProcess = async (closingMs: number, work: string): Promise<Run> => {
  const script = `
    const { runOpened } = await import(${JSON.stringify(import.meta.resolve('./lifetime.ts'))});
    const { createLog } = await import(${JSON.stringify(import.meta.resolve('../../platform/log.ts'))});
    const keepAlive = setInterval(() => {}, 1000);
    process.exit(await runOpened(createLog('silent'), async (opened) => {
      opened.add(async () => console.log('database closed'));
      opened.add(async () => {
        await new Promise((resolve) => setTimeout(resolve, ${closingMs}));
        console.log('server closed');
      });
      console.log('opened');
      ${work}
    }));`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      text += chunk.toString();
    });
  }
  const exit = once(child, 'close');
  while (!text.includes('opened')) await sleep(10);
  return {
    child,
    text: () => text,
    ended: async () => {
      await exit;
      return child.exitCode ?? child.signalCode ?? 0;
    },
  };
};

const untilStopped = "return 'until stopped';";

test('a stop closes the last opened first and ends with 0', async () => {
  const run = await openedProcess(50, untilStopped);
  run.child.kill('SIGTERM');
  assert.equal(await run.ended(), 0);
  assert.match(run.text(), /server closed\ndatabase closed\n$/);
});

test('one Ctrl-C that arrives twice still lets everything finish', async () => {
  const run = await openedProcess(800, untilStopped);
  run.child.kill('SIGINT');
  await sleep(20);
  run.child.kill('SIGINT');
  assert.equal(await run.ended(), 0);
  assert.match(run.text(), /server closed\ndatabase closed\n$/);
});

test('a stop during the start takes effect as soon as the start is through', async () => {
  const run = await openedProcess(
    0,
    `await new Promise((resolve) => setTimeout(resolve, 800)); ${untilStopped}`,
  );
  run.child.kill('SIGTERM');
  assert.equal(await run.ended(), 0);
  assert.match(run.text(), /正在停止.*\nserver closed\ndatabase closed\n$/s);
});

test('a second Ctrl-C ends the process at once', async () => {
  const run = await openedProcess(20_000, untilStopped);
  run.child.kill('SIGINT');
  await sleep(700);
  run.child.kill('SIGINT');
  assert.equal(await run.ended(), 130);
  assert.doesNotMatch(run.text(), /server closed/);
});

test('a failure says one line, closes what was opened and ends with 1', async () => {
  const run = await openedProcess(0, "throw new Error('cable cut');");
  assert.equal(await run.ended(), 1);
  assert.match(run.text(), /^onex：.*cable cut.*$/m);
  assert.doesNotMatch(run.text(), /\n\s+at /);
  assert.match(run.text(), /server closed\ndatabase closed\n/);
});

test('a command that is done closes everything and ends with 0', async () => {
  const run = await openedProcess(0, "return 'done';");
  assert.equal(await run.ended(), 0);
  assert.match(run.text(), /server closed\ndatabase closed\n$/);
});
