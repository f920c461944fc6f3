import type { ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { Logger } from '../log.ts';
import { DomainError } from '../../kernel/error.ts';
import { findBinaries } from './embedded-binaries.ts';
import {
  clearStaleFiles,
  ensureCluster,
  findPlace,
  launch,
  OWNER,
  type Place,
  runningServer,
  socketFolder,
} from './embedded-cluster.ts';
import { type Holder, takeLock } from './embedded-lock.ts';
import { processIdentity, signal } from './embedded-process.ts';
import { untilBack } from './patience.ts';
import { isAway } from './pg-errors.ts';

const DATABASE = 'onex';

export interface EmbeddedDatabase {
  /** The owner's address over a unix socket; valid for this process. */
  readonly url: string;
  /** True when the server was already running, be it another process's or one that a killed process left. */
  readonly attached: boolean;
  /** The other onex process that is responsible for the database; absent when it is us. */
  readonly holder?: Holder;
  /** Stops the server if we are responsible for it, and only leaves it otherwise. May be called twice. */
  readonly stop: () => Promise<void>;
}

interface Task {
  readonly dataDir: string;
  readonly log: Logger;
}

type State = 'ready' | 'busy' | 'absent';

const clientFor = (folder: string, database: string): pg.Client =>
  new pg.Client({ host: folder, port: 5432, user: OWNER, database, ssl: false });

const codeOf = (error: unknown): unknown =>
  error instanceof Error && 'code' in error ? error.code : undefined;

const probe = async (folder: string): Promise<State> => {
  const client = clientFor(folder, 'postgres');
  client.on('error', () => {});
  try {
    await client.connect();
    return 'ready';
  } catch (error) {
    const code = codeOf(error);
    if (code === 'ENOENT' || code === 'ECONNREFUSED') return 'absent';
    if (isAway(error)) return 'busy';
    throw error;
  } finally {
    await client.end().catch(() => {});
  }
};

const ensureDatabase = async (folder: string): Promise<void> => {
  const client = clientFor(folder, 'postgres');
  await client.connect();
  try {
    const found = await client.query('select from pg_database where datname = $1', [DATABASE]);
    if (found.rowCount === 0) await client.query(`create database ${DATABASE}`);
  } catch (error) {
    // Another process has made it in the same moment.
    if (codeOf(error) !== '42P04' && codeOf(error) !== '23505') throw error;
  } finally {
    await client.end();
  }
};

const urlOf = (folder: string): string =>
  `postgresql://${OWNER}@${encodeURIComponent(folder)}:5432/${DATABASE}?sslmode=disable`;

const readyOrGone = async (
  folder: string,
  isAlive: () => boolean,
  log: Logger,
): Promise<boolean> => {
  for (let rounds = 1; isAlive(); rounds += 1) {
    if ((await probe(folder)) === 'ready') return true;
    if (rounds % 500 === 0) log.info('内置数据库正在恢复，请等待');
    await sleep(20);
  }
  return false;
};

/** One running server, ours to stop. */
interface Server {
  readonly pid: number;
  readonly isAlive: () => boolean;
}

const childServer = (child: ChildProcess, pid: number): Server => ({
  pid,
  isAlive: () => child.exitCode === null && child.signalCode === null,
});

const foundServer = (pid: number): Server => {
  const identity = processIdentity(pid);
  return { pid, isAlive: () => identity !== undefined && processIdentity(pid) === identity };
};

/** Children of a killed server need a moment to notice; until then PostgreSQL refuses to start. */
const PASSING = /lock file|shared memory block/;
const ATTEMPTS = 50;

const startServer = async (place: Place, folder: string, log: Logger): Promise<Server> => {
  const binaries = await findBinaries(place.account);
  const locale = await ensureCluster(place, binaries);
  if (locale !== undefined) log.info({ locale }, '内置数据库已建立');
  if (locale === '--locale=C') log.warn('本机没有 UTF-8 区域设置，中文检索会变慢且不全');
  let reason = '';
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    if (await clearStaleFiles(place)) log.warn('已清除上次异常退出留下的数据库锁文件');
    const { child, output } = await launch(place, binaries);
    const failed = new Promise<Error>((resolve) => {
      child.once('error', resolve);
    });
    if (child.pid === undefined) throw await failed;
    const server = childServer(child, child.pid);
    if (await readyOrGone(folder, server.isAlive, log)) return server;
    reason = output();
    if (!PASSING.test(reason)) break;
    await sleep(200);
  }
  const line = reason.split('\n').findLast((text) => text.includes('FATAL')) ?? reason;
  throw new DomainError(
    'unavailable',
    'embedded.start_failed',
    `内置数据库没有启动：${line.replace(/^.*FATAL:\s*/, '').trim()}。详见 ${place.logFile}`,
  );
};

const STEPS = [
  { name: 'SIGINT', seconds: 15 },
  { name: 'SIGQUIT', seconds: 5 },
  { name: 'SIGKILL', seconds: 5 },
] as const;

/** Fast shutdown; if that hangs, immediate shutdown, which costs a recovery at the next start but no data. */
const stopServer = async (server: Server, log: Logger): Promise<void> => {
  for (const step of STEPS) {
    if (!server.isAlive() || !signal(server.pid, step.name)) return;
    const end = performance.now() + step.seconds * 1000;
    while (performance.now() < end) {
      if (!server.isAlive()) return;
      await sleep(10);
    }
    log.warn({ signal: step.name }, '内置数据库没有按时停止');
  }
};

/**
 * The server that already runs on these data. One that answers but is not among our processes belongs to another
 * container: starting a second one on the same files would destroy them, so that is refused.
 */
const findServer = async (
  place: Place,
  folder: string,
  log: Logger,
): Promise<Server | undefined> => {
  for (let attempt = 1; ; attempt += 1) {
    const pid = await runningServer(place);
    if (pid !== undefined) {
      const server = foundServer(pid);
      if (await readyOrGone(folder, server.isAlive, log)) return server;
    } else if (!existsSync(place.cluster) || (await probe(folder)) === 'absent') {
      return undefined;
    } else if (attempt > ATTEMPTS) {
      throw new DomainError(
        'unavailable',
        'embedded.held_elsewhere',
        `数据目录 ${place.dataDir} 正由另一个容器中的数据库使用。请先停止它，或为本进程另设 DATA_DIR`,
      );
    }
    await sleep(200);
  }
};

const WATCH_MS = 500;

/** We hold the lock: take over what runs, start what does not, and start it again should it be killed. */
const hold = async (
  { log }: Task,
  place: Place,
  release: () => Promise<void>,
): Promise<EmbeddedDatabase> => {
  const socket = await socketFolder(place.cluster);
  const found = await findServer(place, socket.path, log);
  let server = found ?? (await startServer(place, socket.path, log));
  await untilBack(async () => await ensureDatabase(socket.path), log);
  if (found !== undefined) log.info({ pid: found.pid }, '已接管上次异常退出后仍在运行的内置数据库');

  let revival: Promise<void> | undefined;
  const revive = async (): Promise<void> => {
    log.error('内置数据库意外退出，正在重新启动');
    try {
      server = await startServer(place, socket.path, log);
      log.info('内置数据库已恢复');
    } catch (error) {
      log.error({ err: error }, '内置数据库重新启动失败，稍后再试');
    }
    revival = undefined;
  };
  const watch = setInterval(() => {
    if (!server.isAlive()) revival ??= revive();
  }, WATCH_MS);
  watch.unref();
  // Whatever ends this process, short of SIGKILL, must not leave a server behind.
  const onExit = (): void => {
    if (server.isAlive()) signal(server.pid, 'SIGINT');
  };
  process.once('exit', onExit);

  const stop = async (): Promise<void> => {
    clearInterval(watch);
    await revival;
    await stopServer(server, log);
    process.off('exit', onExit);
    await socket.remove();
    await release();
  };
  let stopping: Promise<void> | undefined;
  return {
    url: urlOf(socket.path),
    attached: found !== undefined,
    stop: async () => await (stopping ??= stop()),
  };
};

const attach = async (
  { log }: Task,
  place: Place,
  holder: Holder,
): Promise<EmbeddedDatabase | undefined> => {
  const socket = await socketFolder(place.cluster);
  if ((await probe(socket.path)) !== 'ready') {
    await socket.remove();
    return undefined;
  }
  await untilBack(async () => await ensureDatabase(socket.path), log);
  log.info({ holder }, `数据目录由进程 ${holder.pid}（${holder.command}）持有，已接入它的数据库`);
  return { url: urlOf(socket.path), attached: true, holder, stop: socket.remove };
};

const PATIENCE_MS = 60_000;

const DISK_REFUSALS: Readonly<Record<string, string>> = {
  EACCES: '当前用户没有读写权限；请换用数据的所有者启动，或另设 DATA_DIR',
  EPERM: '当前用户没有读写权限；请换用数据的所有者启动，或另设 DATA_DIR',
  EROFS: '所在的磁盘是只读的；请另设 DATA_DIR',
  ENOSPC: '磁盘已满；请清理磁盘后重新启动',
  EDQUOT: '磁盘配额已用完；请清理磁盘后重新启动',
  ENOENT: '目录或它链接到的位置不存在；请检查磁盘是否已挂载',
  ENOTDIR: '路径中有一段不是目录；请另设 DATA_DIR',
  EEXIST: '同名的文件已存在；请另设 DATA_DIR',
};

const inOperatorsWords = (error: unknown, dataDir: string): unknown => {
  const reason = DISK_REFUSALS[String(codeOf(error))];
  if (reason === undefined || error instanceof pg.DatabaseError) return error;
  return new DomainError(
    'unavailable',
    'embedded.data_dir',
    `不能使用数据目录 ${dataDir}：${reason}`,
  );
};

const takeOrJoin = async (task: Task): Promise<EmbeddedDatabase> => {
  const place = await findPlace(task.dataDir);
  const end = performance.now() + PATIENCE_MS;
  for (;;) {
    const lock = await takeLock(place.lockFile);
    if (lock.taken) {
      try {
        return await hold(task, place, lock.release);
      } catch (error) {
        await lock.release();
        throw error;
      }
    }
    const joined = await attach(task, place, lock.holder);
    if (joined !== undefined) return joined;
    if (performance.now() > end) {
      const { pid, command } = lock.holder;
      throw new DomainError(
        'unavailable',
        'embedded.held',
        `数据目录 ${place.dataDir} 正由进程 ${pid}（${command}）使用，但它的数据库没有应答。请先停止该进程`,
      );
    }
    await sleep(100);
  }
};

/**
 * Gives a running PostgreSQL on the data folder: starts it, takes over one that a killed process left, or joins the
 * one of another onex process, which then remains responsible for stopping it.
 * @throws DomainError in words for the operator
 */
export async function startEmbedded(task: Task): Promise<EmbeddedDatabase> {
  try {
    return await takeOrJoin(task);
  } catch (error) {
    throw inOperatorsWords(error, task.dataDir);
  }
}
