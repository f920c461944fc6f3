import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { closeSync, existsSync, fstatSync, openSync, readSync, statSync } from 'node:fs';
import {
  access,
  chown,
  constants,
  mkdir,
  mkdtemp,
  readFile,
  realpath,
  rename,
  rm,
  stat,
  symlink,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DomainError } from '../../kernel/error.ts';
import { type Account, type Binaries, serverEnvironment } from './embedded-binaries.ts';
import { hasProc, isPostgresOf, postgresProcessesOf, processIdentity } from './embedded-process.ts';

export const OWNER = 'onex';

/** Where the parts of one embedded database are; all paths absolute, links resolved. */
export interface Place {
  readonly dataDir: string;
  /** PGDATA. The server's socket is in it too, so only who may read the data can connect. */
  readonly cluster: string;
  readonly lockFile: string;
  readonly logFile: string;
  /** Set when we are root. */
  readonly account: Account | undefined;
}

/** "nobody" on Linux; initdb insists on an account that has a name. */
const NOBODY: Account = { uid: 65_534, gid: 65_534 };

/** Data brought by another account keeps it; data restored by root is handed to the unprivileged account. */
const accountFor = async (cluster: string): Promise<Account | undefined> => {
  if (process.getuid?.() !== 0) {
    if (existsSync(cluster))
      await access(cluster, constants.R_OK | constants.W_OK | constants.X_OK);
    return undefined;
  }
  if (!hasProc) {
    throw new DomainError(
      'unavailable',
      'embedded.root',
      '内置数据库不能在本系统上以 root 身份运行。请换用普通用户启动，或设置 DATABASE_URL',
    );
  }
  if (!existsSync(cluster)) return NOBODY;
  const { uid, gid } = await stat(cluster);
  if (uid !== 0) return { uid, gid };
  spawnSync('chown', ['-R', `${NOBODY.uid}:${NOBODY.gid}`, cluster]);
  return NOBODY;
};

/** @throws the file system's error when the folder cannot be made or read */
export async function findPlace(given: string): Promise<Place> {
  await mkdir(given, { recursive: true, mode: 0o700 });
  const dataDir = await realpath(given);
  const cluster = join(dataDir, 'postgres');
  return {
    dataDir,
    cluster,
    lockFile: join(dataDir, 'onex.lock'),
    logFile: join(dataDir, 'postgres.log'),
    account: await accountFor(cluster),
  };
}

/**
 * How the server is told where its data are. It insists on an absolute path and enters it as the unprivileged
 * account, which fails under a folder closed to others. It starts inside the data folder (node enters it before it
 * gives up root), and this name for "where I am" needs no permission on the way.
 */
const clusterAsSeenFrom = (place: Place, cluster: string): string =>
  place.account === undefined ? cluster : '/proc/self/cwd';

/**
 * The order of characters is that of code points everywhere; the character types must know Chinese, else
 * trigrams of Chinese text are empty. macOS before 15 has no C.UTF-8.
 */
const LOCALES = [
  ['--locale=C.UTF-8'],
  ['--locale=C', '--lc-ctype=en_US.UTF-8'],
  ['--locale=C'],
] as const;

const initialize = (place: Place, binaries: Binaries, folder: string): string => {
  let output = '';
  for (const locale of LOCALES) {
    const run = spawnSync(
      binaries.initdb,
      [
        `--pgdata=${clusterAsSeenFrom(place, folder)}`,
        `--username=${OWNER}`,
        '--auth=trust',
        '--encoding=UTF8',
        ...locale,
        '--data-checksums',
        '--set=timezone=UTC',
        '--set=log_timezone=UTC',
        '--set=shared_buffers=128MB',
        '--set=max_connections=100',
      ],
      { ...place.account, cwd: folder, env: serverEnvironment, encoding: 'utf8' },
    );
    if (run.status === 0) return locale.join(' ');
    output = run.error?.message ?? run.stderr;
    if (!/invalid locale/.test(output)) break;
  }
  const reason = output.split('\n').find((line) => /error/i.test(line)) ?? output;
  throw new DomainError(
    'unavailable',
    'embedded.initdb_failed',
    `建立内置数据库失败：${reason.trim()}`,
  );
};

/**
 * Makes the data folder if there is none. It appears complete under its name or not at all, so a start that is
 * killed half-way is simply repeated.
 * @returns the locale it was made with, or `undefined` when it existed
 */
export async function ensureCluster(place: Place, binaries: Binaries): Promise<string | undefined> {
  if (existsSync(join(place.cluster, 'PG_VERSION'))) return undefined;
  const draft = `${place.cluster}.new`;
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft, { mode: 0o700 });
  if (place.account !== undefined) await chown(draft, place.account.uid, place.account.gid);
  const locale = initialize(place, binaries, draft);
  await rename(draft, place.cluster);
  return locale;
}

/** What the server's pid file says; the process may be long gone, or be another program by now. */
const recordedPid = async (place: Place): Promise<number | undefined> => {
  const file = join(place.cluster, 'postmaster.pid');
  if (!existsSync(file)) return undefined;
  const pid = Number((await readFile(file, 'utf8')).split('\n')[0]);
  return Number.isInteger(pid) && pid > 0 ? pid : undefined;
};

/** The server's pid when one is running on these data, whoever started it. */
export async function runningServer(place: Place): Promise<number | undefined> {
  const pid = await recordedPid(place);
  return pid !== undefined && isPostgresOf(pid, place.cluster) ? pid : undefined;
}

/**
 * Removes a killed server's files when its pid now belongs to another program: PostgreSQL itself would take that
 * program for the server. A dead pid is left to PostgreSQL, which needs the file to see whether children of the
 * killed server still write.
 */
export async function clearStaleFiles(place: Place): Promise<boolean> {
  const pid = await recordedPid(place);
  if (pid === undefined || processIdentity(pid) === undefined) return false;
  if (isPostgresOf(pid, place.cluster) || postgresProcessesOf(place.cluster).length > 0)
    return false;
  await rm(join(place.cluster, 'postmaster.pid'), { force: true });
  await rm(join(place.cluster, '.s.PGSQL.5432.lock'), { force: true });
  return true;
}

const LOG_LIMIT_BYTES = 10 * 1024 * 1024;

/** What the server wrote into its log since `offset` (bytes), at most the last 16 KiB. */
const logSince = (path: string, offset: number): string => {
  const file = openSync(path, 'r');
  try {
    const buffer = Buffer.alloc(16 * 1024);
    const start = Math.max(offset, fstatSync(file).size - buffer.length);
    return buffer.toString('utf8', 0, readSync(file, buffer, 0, buffer.length, start));
  } finally {
    closeSync(file);
  }
};

/**
 * What decides whether an acknowledged write is kept is not left to a configuration file that someone may edit.
 * Statements, errors' details and values stay out of the log, because they hold personal data.
 */
const SERVER_OPTIONS = Object.entries({
  listen_addresses: '',
  unix_socket_directories: '.',
  unix_socket_permissions: '0700',
  port: '5432',
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
  logging_collector: 'off',
  log_destination: 'stderr',
  log_error_verbosity: 'terse',
  log_min_messages: 'log',
  log_min_error_statement: 'panic',
}).flatMap(([name, value]) => ['-c', `${name}=${value}`]);

export interface Launch {
  readonly child: ChildProcess;
  /** What this server has written into its log so far. */
  readonly output: () => string;
}

/**
 * Starts the server as a process of its own group and with a file for its output: Ctrl-C in a terminal must reach
 * us, not it, and the end of a killed parent must not take it down.
 */
export async function launch(place: Place, binaries: Binaries): Promise<Launch> {
  if (existsSync(place.logFile) && statSync(place.logFile).size > LOG_LIMIT_BYTES) {
    await rename(place.logFile, `${place.logFile}.1`);
  }
  const log = openSync(place.logFile, 'a', 0o600);
  try {
    const offset = fstatSync(log).size;
    const data = clusterAsSeenFrom(place, place.cluster);
    const child = spawn(binaries.postgres, ['-D', data, ...SERVER_OPTIONS], {
      ...place.account,
      cwd: place.cluster,
      env: serverEnvironment,
      detached: true,
      stdio: ['ignore', log, log],
    });
    child.unref();
    return { child, output: () => logSince(place.logFile, offset) };
  } finally {
    closeSync(log);
  }
}

/** A socket's path is limited by the kernel: 107 bytes on Linux, 103 on macOS. */
const SOCKET_PATH_BYTES = 100;
const SOCKET_NAME = '/.s.PGSQL.5432';

export interface SocketFolder {
  readonly path: string;
  readonly remove: () => Promise<void>;
}

/** The folder to connect to: the data folder itself or, if its path is too long, a short link in a private folder. */
export async function socketFolder(cluster: string): Promise<SocketFolder> {
  const fits = (path: string): boolean =>
    Buffer.byteLength(path + SOCKET_NAME) <= SOCKET_PATH_BYTES;
  if (fits(cluster)) return { path: cluster, remove: async () => {} };
  const base = fits(join(tmpdir(), 'onex-XXXXXX/d')) ? tmpdir() : '/tmp';
  const folder = await mkdtemp(join(base, 'onex-'));
  const path = join(folder, 'd');
  await symlink(cluster, path);
  return { path, remove: async () => await rm(folder, { recursive: true, force: true }) };
}
