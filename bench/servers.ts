import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

export interface Server {
  readonly pid: number;
  readonly url: string;
  /** Resolves when the process has ended. */
  stop(): Promise<void>;
}

interface Launch {
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Where its output goes: a file, as under a service manager, so that nobody has to keep up with it. */
  readonly logFile: string;
  /** What it says when it is ready; the first group is the port of its address, if it has one. */
  readonly ready: RegExp;
}

const ended = (child: ChildProcess): boolean =>
  child.exitCode !== null || child.signalCode !== null;

const stopChild = async (child: ChildProcess): Promise<void> => {
  if (ended(child)) return;
  const exit = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.kill('SIGTERM');
  await exit;
};

const PATIENCE_MS = 60_000;

const launch = async ({ args, env, logFile, ready }: Launch): Promise<Server> => {
  const log = openSync(logFile, 'w');
  const child = spawn(process.execPath, args, {
    cwd: ROOT,
    env: { ...process.env, ...env },
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  const stop = (): Promise<void> => stopChild(child);
  for (const end = performance.now() + PATIENCE_MS; performance.now() < end; await sleep(5)) {
    const text = readFileSync(logFile, 'utf8');
    const said = ready.exec(text);
    if (said !== null && child.pid !== undefined) {
      const [, port] = said;
      const url = port === undefined ? '' : `http://127.0.0.1:${port}`;
      return { pid: child.pid, url, stop };
    }
    if (ended(child)) throw new Error(`the server ended: ${text.slice(-2000)}`);
  }
  await stop();
  throw new Error(`the server did not start: ${readFileSync(logFile, 'utf8').slice(-2000)}`);
};

/** The flags that the command itself starts Node with. */
const serverFlags = (): string[] => {
  const [first = ''] = readFileSync(join(ROOT, 'bin/onex.mjs'), 'utf8').split('\n');
  return /^#!\/usr\/bin\/env -S node (.+)$/.exec(first)?.[1]?.split(' ') ?? [];
};

interface ProductLaunch {
  readonly folder: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Where a CPU profile is written when it stops. */
  readonly profile?: string | undefined;
}

const launchProduct = (
  { folder, args, env, profile }: ProductLaunch,
  verb: 'serve' | 'worker',
  ready: RegExp,
): Promise<Server> =>
  launch({
    args: [
      ...serverFlags(),
      ...(profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profile}`]),
      join(ROOT, 'src/app/cli.ts'),
      verb,
      ...args,
    ],
    env: { DATA_DIR: join(folder, 'data'), ...env, HOST: '127.0.0.1', PORT: '0' },
    logFile: join(folder, `product-${verb}.log`),
    ready,
  });

/** Our product as its users run it. */
export const startProduct = (options: ProductLaunch): Promise<Server> =>
  launchProduct(options, 'serve', /onex 已启动：http:\/\/127\.0\.0\.1:(\d+)/);

/** The background work alone; it has no address. */
export const startWorker = (options: ProductLaunch): Promise<Server> =>
  launchProduct(options, 'worker', /后台任务已启动/);

export const startBare = (options: {
  readonly folder: string;
  readonly planFile: string;
  readonly databaseUrl: string;
}): Promise<Server> =>
  launch({
    args: [join(ROOT, 'bench/bare-server.ts'), options.planFile, options.databaseUrl],
    logFile: join(options.folder, 'bare.log'),
    ready: /^listening (\d+)/m,
  });

export const startBareMailer = (options: {
  readonly folder: string;
  readonly lettersFile: string;
  readonly smtpUrl: string;
}): Promise<Server> =>
  launch({
    args: [join(ROOT, 'bench/bare-mailer.ts'), options.lettersFile, options.smtpUrl],
    logFile: join(options.folder, 'bare-mailer.log'),
    ready: /^listening (\d+)/m,
  });
