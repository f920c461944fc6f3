import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { Logger } from '../log.ts';
import { DomainError } from '../../kernel/error.ts';

export interface MigrateTask {
  /** The owner's connection string. */
  readonly url: string;
  /** Folder of `NNNN_name.sql`, numbered without gaps from 0001. */
  readonly directory: string;
  readonly log: Logger;
}

interface Migration {
  readonly name: string;
  readonly sql: string;
  readonly sha256: string;
}

const refuse = (code: string, text: string): DomainError =>
  new DomainError('unavailable', `migration.${code}`, text);

const FILE_NAME = /^\d{4}_[a-z0-9_]+\.sql$/;

/** A migration that ends its own transaction could be half applied. */
const ENDS_TRANSACTION = /^\s*(?:begin|commit|rollback|start\s+transaction)\s*;/im;

const readMigration = async (
  directory: string,
  file: string,
  index: number,
): Promise<Migration> => {
  if (!FILE_NAME.test(file) || Number(file.slice(0, 4)) !== index + 1) {
    throw refuse('bad_file', `迁移文件 ${file} 的名称或编号不对：应为连续编号的 NNNN_name.sql`);
  }
  // A checkout on Windows may have changed the line ends; that is not another migration.
  const sql = (await readFile(join(directory, file), 'utf8')).replaceAll('\r\n', '\n');
  if (ENDS_TRANSACTION.test(sql)) {
    throw refuse('bad_file', `迁移文件 ${file} 不得自行开始或结束事务`);
  }
  return { name: file.slice(0, -4), sql, sha256: createHash('sha256').update(sql).digest('hex') };
};

const readMigrations = async (directory: string): Promise<Migration[]> => {
  const files = (await readdir(directory)).filter((file) => file.endsWith('.sql')).toSorted();
  return await Promise.all(files.map(async (file, i) => await readMigration(directory, file, i)));
};

/** Compares what the database went through with what the program brings, and returns what is left to do. */
const pending = (
  migrations: Migration[],
  applied: { name: string; sha256: string }[],
): Migration[] => {
  for (const [index, { name, sha256 }] of applied.entries()) {
    const known = migrations[index];
    if (known === undefined) {
      throw refuse(
        'database_newer',
        `数据库已升级到 ${name}，比本程序新。请使用不低于该版本的程序，不要用旧程序打开`,
      );
    }
    if (known.name !== name) {
      throw refuse(
        'history_differs',
        `数据库的升级历史与程序不符：第 ${index + 1} 步在库中是 ${name}，在程序中是 ${known.name}。请核对程序版本与 DATABASE_URL`,
      );
    }
    if (known.sha256 !== sha256) {
      throw refuse(
        'changed',
        `迁移 ${name} 在执行之后被改动过。请恢复原文件；要改动数据库，请新增一个迁移`,
      );
    }
  }
  return migrations.slice(applied.length);
};

const codeOf = (error: unknown): unknown =>
  error instanceof Error && 'code' in error ? error.code : undefined;

const LOCK_NOT_AVAILABLE = '55P03';
const ATTEMPTS = 5;

/**
 * One migration, wholly or not at all. It waits at most 2 s for a lock, because every reader queues behind a waiting
 * ALTER TABLE; then it lets them pass and tries again.
 */
const apply = async (client: pg.Client, migration: Migration, log: Logger): Promise<void> => {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await client.query("begin; set local lock_timeout = '2s'");
      await client.query(migration.sql);
      await client.query('insert into schema_migration (name, sha256) values ($1, $2)', [
        migration.name,
        migration.sha256,
      ]);
      await client.query('commit');
      return;
    } catch (error) {
      await client.query('rollback').catch(() => {});
      const isBusy = codeOf(error) === LOCK_NOT_AVAILABLE;
      if (isBusy && attempt < ATTEMPTS) {
        log.warn({ migration: migration.name }, '表正被占用，稍后重试');
        await sleep(1000);
        continue;
      }
      const reason = error instanceof Error ? error.message : String(error);
      throw refuse(
        isBusy ? 'busy' : 'failed',
        isBusy
          ? `迁移 ${migration.name} 等不到表锁，没有执行。请在业务空闲时重试`
          : `迁移 ${migration.name} 执行失败，数据库保持原样：${reason}`,
      );
    }
  }
};

/** Any constant; the lock is per database. */
const ADVISORY_LOCK = 7_411_000;

/**
 * Brings the database to the program's version: forward only, each file in its own transaction, one process at a time
 * (others wait and then find nothing to do). Safe to repeat after a kill at any moment.
 * @returns the names of the migrations applied now
 * @throws DomainError `migration.*` in words for the operator; the connection's error as it is
 */
export async function migrate({ url, directory, log }: MigrateTask): Promise<string[]> {
  const migrations = await readMigrations(directory);
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [ADVISORY_LOCK]);
    await client.query(`create table if not exists schema_migration (
      name text primary key,
      sha256 text not null,
      applied_at timestamptz not null default now()
    )`);
    const applied = await client.query<{ name: string; sha256: string }>(
      'select name, sha256 from schema_migration order by name',
    );
    const todo = pending(migrations, applied.rows);
    for (const migration of todo) {
      await apply(client, migration, log);
      log.info({ migration: migration.name }, '数据库已升级');
    }
    return todo.map(({ name }) => name);
  } finally {
    await client.end();
  }
}
