import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('..', import.meta.url));
const BIN = `${ROOT}node_modules/.bin`;

export interface Outcome {
  readonly ok: boolean;
  readonly seconds: number;
  readonly output: string;
}

/**
 * Runs a command from the project's folder with the project's own tools first on the path.
 * @param show prints the output while it comes; otherwise it is only kept
 */
export const run = (
  command: readonly [string, ...string[]],
  options: { readonly env?: Record<string, string>; readonly show?: boolean } = {},
): Promise<Outcome> =>
  new Promise((resolve) => {
    const started = performance.now();
    const [name, ...args] = command;
    const child = spawn(name, args, {
      cwd: ROOT,
      env: { ...process.env, PATH: `${BIN}:${process.env['PATH'] ?? ''}`, ...options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    const take = (chunk: Buffer): void => {
      output += chunk.toString();
      if (options.show === true) process.stdout.write(chunk);
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    const finish = (ok: boolean): void =>
      resolve({ ok, seconds: (performance.now() - started) / 1000, output });
    child.on('error', (error) => {
      output += String(error);
      finish(false);
    });
    child.on('close', (code) => finish(code === 0));
  });

export interface Step {
  readonly name: string;
  readonly command: readonly [string, ...string[]];
}

/** The checks that need no database, in the order of ARCHITECTURE.md. */
export const CHECKS: readonly Step[] = [
  { name: 'format', command: ['oxfmt', '--check', 'src', 'test', 'scripts', 'bench'] },
  { name: 'types: server', command: ['tsc', '-p', 'tsconfig.json'] },
  { name: 'types: web', command: ['tsc', '-p', 'tsconfig.web.json'] },
  { name: 'lint', command: ['oxlint', '--type-aware', '--deny-warnings'] },
  { name: 'borders', command: ['depcruise', 'src', '--config', '.dependency-cruiser.cjs'] },
  { name: 'dead code', command: ['knip'] },
  { name: 'duplicates', command: ['jscpd', 'src', '--silent'] },
];

/** Runs the checks, two at a time; prints a line each and the output of those that failed. */
export const runChecks = async (): Promise<{ passed: number; failed: number }> => {
  let failed = 0;
  const left = [...CHECKS];
  const lane = async (): Promise<void> => {
    for (let step = left.shift(); step !== undefined; step = left.shift()) {
      const { ok, seconds, output } = await run(step.command);
      process.stdout.write(`${ok ? '✔' : '✖'} ${step.name} (${seconds.toFixed(1)} s)\n`);
      if (!ok) process.stdout.write(`${output.slice(-8000)}\n`);
      if (!ok) failed += 1;
    }
  };
  await Promise.all([lane(), lane()]);
  return { passed: CHECKS.length - failed, failed };
};
