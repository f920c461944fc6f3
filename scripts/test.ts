import { globSync } from 'node:fs';
import { mkdtemp, rm, statfs } from 'node:fs/promises';
import { freemem, tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbedded } from '../src/platform/db/embedded.ts';
import { createLog } from '../src/platform/log.ts';
import { ROOT, run, runChecks } from './steps.ts';

interface Count {
  readonly passed: number;
  readonly failed: number;
}

/** What `node --test` says at its end: `# pass 12`, or `ℹ pass 12` on a terminal. */
const countNodeTests = (output: string): Count => {
  const figure = (word: string): number =>
    Number(new RegExp(`^(?:#|ℹ) ${word} (\\d+)$`, 'm').exec(output)?.[1] ?? 0);
  return { passed: figure('pass'), failed: figure('fail') + figure('cancelled') };
};

/** What Playwright says at its end: `  12 passed (30s)`, `  1 failed`. */
const countJourneys = (output: string): Count => {
  const figure = (word: string): number =>
    Number(new RegExp(`^\\s+(\\d+) ${word}`, 'm').exec(output)?.[1] ?? 0);
  return {
    passed: figure('passed') + figure('flaky'),
    failed: figure('failed') + figure('did not run'),
  };
};

const MEMORY = '/dev/shm';
const ENOUGH_BYTES = 4 * 1024 ** 3;

/**
 * In memory where the machine has room for it: on a disk a new database of 700 files takes a second, and every change
 * waits for the disk. The tests that kill a database bring their own, on the disk.
 */
const folderForDatabase = async (): Promise<string> => {
  const room = await statfs(MEMORY).then(
    ({ bavail, bsize }) => bavail * bsize,
    () => 0,
  );
  return Math.min(room, freemem()) >= ENOUGH_BYTES ? MEMORY : tmpdir();
};

/** One PostgreSQL for all test files; each makes its own database in it. */
const withDatabase = async <T>(work: (url: string) => Promise<T>): Promise<T> => {
  const dataDir = await mkdtemp(join(await folderForDatabase(), 'onex-tests-'));
  const database = await startEmbedded({ dataDir, log: createLog('error') });
  const end = async (): Promise<void> => {
    await database.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
  const interrupt = (): void => void end().finally(() => process.exit(130));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, interrupt);
  try {
    return await work(database.url);
  } finally {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, interrupt);
    await end();
  }
};

const FAULTS = 'test/faults/';
/** Compiled modules: most of the product is read again by every test file, each a process of its own. */
const COMPILED = join(ROOT, 'node_modules/.cache/onex-compiled');

/** The tests that kill processes start many of their own and wait: fewer at a time, and apart from the others. */
const runTests = async (which: 'all but faults' | 'faults'): Promise<Count> => {
  const found = globSync('{src,test,db,scripts}/**/*.test.{ts,mjs}', { cwd: ROOT });
  const files = found.filter((file) => file.startsWith(FAULTS) === (which === 'faults'));
  return await withDatabase(async (url) => {
    const { output } = await run(
      [
        'node',
        '--test',
        `--test-concurrency=${which === 'faults' ? 2 : 3}`,
        `--test-timeout=${which === 'faults' ? 600_000 : 300_000}`,
        '--test-reporter=spec',
        ...files,
      ],
      {
        env: { TEST_DATABASE_URL: url, NODE_NO_WARNINGS: '1', NODE_COMPILE_CACHE: COMPILED },
        show: true,
      },
    );
    return countNodeTests(output);
  });
};

const runJourneys = async (): Promise<Count> => {
  const { ok, output } = await run(['playwright', 'test'], { show: true });
  const count = countJourneys(output);
  return ok || count.failed > 0 ? count : { ...count, failed: 1 };
};

const PARTS = {
  checks: runChecks,
  unit: () => runTests('all but faults'),
  faults: () => runTests('faults'),
  journeys: runJourneys,
} as const satisfies Record<string, () => Promise<Count>>;

const only = process.argv[2];
const times: string[] = [];

/** What came of a part, nothing where another was asked for. */
const countOf = async (part: keyof typeof PARTS): Promise<Count> => {
  if (only !== undefined && only !== part) return { passed: 0, failed: 0 };
  const started = performance.now();
  const count = await PARTS[part]();
  times.push(`${part} ${Math.round((performance.now() - started) / 1000)} s`);
  return count;
};

const checks = await countOf('checks');
const tests = await countOf('unit');
const faults = await countOf('faults');
const journeys = await countOf('journeys');

const passed = checks.passed + tests.passed + faults.passed + journeys.passed;
const failed = checks.failed + tests.failed + faults.failed + journeys.failed;
process.stdout.write(
  `\n${times.join(', ')}\n` +
    `checks ${checks.passed}/${checks.passed + checks.failed}, tests ${tests.passed}/${tests.passed + tests.failed}, ` +
    `faults ${faults.passed}/${faults.passed + faults.failed}, journeys ${journeys.passed}/${journeys.passed + journeys.failed}\n${passed} passed, ${failed} failed\n`,
);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
