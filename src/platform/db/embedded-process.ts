import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { basename } from 'node:path';

/** Linux tells about processes in files; elsewhere `ps` is asked. */
export const hasProc = existsSync('/proc/self/stat');

const readText = (path: string): string | undefined => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
};

const readLink = (path: string): string | undefined => {
  try {
    return readlinkSync(path);
  } catch {
    return undefined;
  }
};

const ps = (pid: number, columns: string): string | undefined => {
  try {
    const args = ['-ww', '-o', columns, '-p', String(pid)];
    return execFileSync('ps', args, {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return undefined;
  }
};

/** Distinguishes boots, so that a pid with the same start tick after a restart is another process. */
const bootId = hasProc ? (readText('/proc/sys/kernel/random/boot_id') ?? '').trim() : '';

/**
 * A text that names this one running process; `undefined` when none runs under the pid (a zombie does not run).
 * A pid alone is reused, quickly so in containers and after a restart of the machine.
 */
export function processIdentity(pid: number): string | undefined {
  if (!hasProc) {
    const line = ps(pid, 'state=,lstart=');
    return line === undefined || line === '' || line.startsWith('Z')
      ? undefined
      : line.replace(/^\S+\s+/, '');
  }
  const stat = readText(`/proc/${pid}/stat`);
  if (stat === undefined) return undefined;
  // The second field is the name in brackets and may itself hold brackets and spaces; see proc_pid_stat(5).
  const [state, ...rest] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return state === 'Z' || state === 'X' ? undefined : `${bootId}:${rest[18]}`;
}

/** Whether the pid is a PostgreSQL process of exactly this data folder (absolute, links resolved). */
export function isPostgresOf(pid: number, folder: string): boolean {
  if (!hasProc) {
    const command = ps(pid, 'command=') ?? '';
    return command.includes('postgres') && command.includes(folder);
  }
  // A replaced program shows as "postgres (deleted)"; it may still be serving.
  const program = basename(readLink(`/proc/${pid}/exe`) ?? '').replace(/ \(deleted\)$/, '');
  return program === 'postgres' && readLink(`/proc/${pid}/cwd`) === folder;
}

/** Pids of all PostgreSQL processes of the data folder, also those whose postmaster was killed; Linux only. */
export const postgresProcessesOf = (folder: string): number[] =>
  hasProc
    ? readdirSync('/proc')
        .map(Number)
        .filter((pid) => Number.isInteger(pid) && isPostgresOf(pid, folder))
    : [];

/** Sends the signal; false when no such process is left. */
export function signal(pid: number, name: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, name);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ESRCH') return false;
    throw error;
  }
}
