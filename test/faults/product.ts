import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { postgresProcessesOf, signal } from '../../src/platform/db/embedded-process.ts';

const CLI = join(import.meta.dirname, '../../src/app/cli.ts');
/** Compiled modules of earlier starts: a third less work at each of many. */
export const COMPILED = join(import.meta.dirname, '../../node_modules/.cache/onex-compiled');

/** A process of the product, started as an operator starts it. */
export interface Product {
  readonly child: ChildProcess;
  readonly pid: number;
  /** Where it answers, e.g. `http://127.0.0.1:41234`; '' for a worker. */
  readonly url: string;
  output(): string;
  /** kill -9, by its recorded pid. */
  kill(): Promise<void>;
  /** SIGTERM; resolves with the exit code when it has ended. */
  stop(): Promise<number | null>;
}

const READY = /onex 已启动：(http:\/\/\S+)|后台任务已启动/;

/**
 * Starts `node src/app/cli.ts <args>` on a free port and waits until it says that it is ready.
 * @param options.script another program than the command line, which prints the same line
 */
export const startProduct = async (
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  options: { readonly script?: string } = {},
): Promise<Product> => {
  const child = spawn(process.execPath, [options.script ?? CLI, ...args], {
    env: {
      PATH: process.env['PATH'],
      PORT: '0',
      LOG_LEVEL: 'warn',
      NODE_NO_WARNINGS: '1',
      NODE_COMPILE_CACHE: COMPILED,
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output = (output + chunk.toString()).slice(-20_000);
    });
  }
  const exited = once(child, 'exit');
  const { pid } = child;
  if (pid === undefined) throw new Error('the product did not start');
  const end = performance.now() + 90_000;
  let ready: RegExpExecArray | null = null;
  while (ready === null) {
    if (child.exitCode !== null || performance.now() > end)
      throw new Error(`the product did not come up:\n${output}`);
    await sleep(20);
    ready = READY.exec(output);
  }
  const whenGone = async (name: NodeJS.Signals): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) child.kill(name);
    await exited;
  };
  return {
    child,
    pid,
    url: ready[1] ?? '',
    output: () => output,
    kill: () => whenGone('SIGKILL'),
    stop: async () => {
      await whenGone('SIGTERM');
      return child.exitCode;
    },
  };
};

export const clusterOf = (dataDir: string): string => join(dataDir, 'postgres');

/** A connection of the owner to the embedded database of a data folder, by its socket. */
export const connectOwner = async (dataDir: string): Promise<pg.Client> => {
  const client = new pg.Client({
    host: clusterOf(dataDir),
    port: 5432,
    user: 'onex',
    database: 'onex',
    ssl: false,
  });
  client.on('error', () => undefined);
  await client.connect();
  return client;
};

/** Tries until the database answers; a killed one needs its recovery. */
export const connectPatiently = async (
  dataDir: string,
  patienceMs = 60_000,
): Promise<pg.Client> => {
  const end = performance.now() + patienceMs;
  for (;;) {
    try {
      return await connectOwner(dataDir);
    } catch (error) {
      if (performance.now() > end) throw error;
      await sleep(30);
    }
  }
};

/** kill -9 for the postmaster and every child of this data folder and no other; returns how many there were. */
export const killDatabase = (dataDir: string): number => {
  const pids = postgresProcessesOf(clusterOf(dataDir));
  for (const pid of pids) signal(pid, 'SIGKILL');
  return pids.length;
};

/** A repeatable source of chance (mulberry32): a failing run is run again with its seed. */
export const chanceFrom = (seed: number): ((below: number) => number) => {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * below;
  };
};
