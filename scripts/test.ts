import { globSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbedded } from '../src/platform/db/embedded.ts';
import { createLog } from '../src/platform/log.ts';
import { ROOT, run, runChecks } from './steps.ts';

interface Count {
  readonly passed: number;
  readonly failed: number;
}

const none: Count = { passed: 0, failed: 0 };

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

/** One PostgreSQL for all test files; each makes its own database in it. */
const withDatabase = async <T>(work: (url: string) => Promise<T>): Promise<T> => {
  const dataDir = await mkdtemp(join(tmpdir(), 'onex-tests-'));
  const database = await startEmbedded({ dataDir, log: createLog('error') });
  try {
    return await work(database.url);
  } finally {
    await database.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
};

const FAULTS = 'test/faults/';

/** The tests that kill processes run one file at a time: they measure how soon something is back. */
const runTests = async (which: 'all but faults' | 'faults'): Promise<Count> => {
  const found = globSync('{src,test,db,scripts}/**/*.test.{ts,mjs}', { cwd: ROOT });
  const files = found.filter((file) => file.startsWith(FAULTS) === (which === 'faults'));
  return await withDatabase(async (url) => {
    const { output } = await run(
      [
        'node',
        '--test',
        `--test-concurrency=${which === 'faults' ? 1 : 2}`,
        `--test-timeout=${which === 'faults' ? 600_000 : 300_000}`,
        '--test-reporter=spec',
        ...files,
      ],
      { env: { TEST_DATABASE_URL: url, NODE_NO_WARNINGS: '1' }, show: true },
    );
    return countNodeTests(output);
  });
};

const runJourneys = async (): Promise<Count> => {
  const { ok, output } = await run(['playwright', 'test'], { show: true });
  const count = countJourneys(output);
  return ok || count.failed > 0 ? count : { ...count, failed: 1 };
};

const only = process.argv[2];
const checks = only === undefined || only === 'checks' ? await runChecks() : none;
const tests = only === undefined || only === 'unit' ? await runTests('all but faults') : none;
const faults = only === undefined || only === 'faults' ? await runTests('faults') : none;
const journeys = only === undefined || only === 'journeys' ? await runJourneys() : none;

const passed = checks.passed + tests.passed + faults.passed + journeys.passed;
const failed = checks.failed + tests.failed + faults.failed + journeys.failed;
process.stdout.write(
  `\nchecks ${checks.passed}/${checks.passed + checks.failed}, tests ${tests.passed}/${tests.passed + tests.failed}, ` +
    `faults ${faults.passed}/${faults.passed + faults.failed}, journeys ${journeys.passed}/${journeys.passed + journeys.failed}\n${passed} passed, ${failed} failed\n`,
);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
