import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const START_SECONDS = 240;

/**
 * Starts the product as `npm start` does, with its own data folder and the demo province, and returns how to stop it.
 * Playwright runs this once before all journeys.
 */
const startServer = async (): Promise<() => Promise<void>> => {
  const port = process.env['JOURNEY_PORT'] ?? '';
  const dataDir = mkdtempSync(join(tmpdir(), 'onex-journeys-'));
  const child = spawn(join(ROOT, 'node_modules/.bin/node'), ['src/app/cli.ts', 'serve', '--demo'], {
    cwd: ROOT,
    env: {
      ...process.env,
      PORT: port,
      HOST: '127.0.0.1',
      DATA_DIR: dataDir,
      LOG_LEVEL: 'error',
      DATABASE_URL: '',
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM');
    await ended;
    rmSync(dataDir, { recursive: true, force: true });
  };
  for (let second = 0; second < START_SECONDS; second += 1) {
    if (child.exitCode !== null) throw new Error(`the server ended with ${child.exitCode}`);
    const answer = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => undefined);
    if (answer?.ok === true) return stop;
    await sleep(1000);
  }
  await stop();
  throw new Error(`the server was not ready within ${START_SECONDS} s`);
};

export default startServer;
