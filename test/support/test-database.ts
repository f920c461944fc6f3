import { createHash, randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { startEmbedded } from '../../src/platform/db/embedded.ts';
import { migrate } from '../../src/platform/db/migrate.ts';
import { createLog } from '../../src/platform/log.ts';

const MIGRATIONS = new URL('../../db/migrations/', import.meta.url).pathname;
const LOCK = 7_411_001;

/** The server the tests share: given by the runner, or started here when one file runs alone. */
const serverUrl = async (): Promise<{ url: string; stop: () => Promise<void> }> => {
  const given = process.env['TEST_DATABASE_URL'];
  if (given !== undefined) return { url: given, stop: async () => undefined };
  const dataDir = await mkdtemp(join(tmpdir(), 'onex-test-database-'));
  const embedded = await startEmbedded({ dataDir, log: createLog('error') });
  const stop = async (): Promise<void> => {
    await embedded.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
  return { url: embedded.url, stop };
};

const withDatabase = (url: string, name: string): string => {
  const parsed = new URL(url);
  parsed.pathname = `/${name}`;
  return parsed.toString();
};

const migrationsHash = (): string => {
  const hash = createHash('sha256');
  for (const file of readdirSync(MIGRATIONS).toSorted())
    hash.update(readFileSync(join(MIGRATIONS, file)));
  return hash.digest('hex').slice(0, 12);
};

/** A migrated database to copy from; made once per state of the migrations, under a lock. */
const ensureTemplate = async (url: string): Promise<string> => {
  const name = `onex_template_${migrationsHash()}`;
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [LOCK]);
    const ready = `${name}_ready`;
    const { rowCount } = await client.query('select from pg_database where datname = $1', [ready]);
    if (rowCount === 0) {
      await client.query(`drop database if exists ${name} with (force)`);
      await client.query(`create database ${name}`);
      await migrate({
        url: withDatabase(url, name),
        directory: MIGRATIONS,
        log: createLog('error'),
      });
      await client.query(`alter database ${name} rename to ${ready}`);
    }
    return ready;
  } finally {
    await client.end();
  }
};

export interface TestDatabase {
  /** Owner's connection string of a fresh, migrated, empty database. */
  readonly url: string;
  drop(): Promise<void>;
}

export const createTestDatabase = async (): Promise<TestDatabase> => {
  const server = await serverUrl();
  const template = await ensureTemplate(server.url);
  const name = `test_${randomBytes(6).toString('hex')}`;
  const admin = async (text: string): Promise<void> => {
    const client = new pg.Client({ connectionString: server.url });
    await client.connect();
    await client.query(text);
    await client.end();
  };
  await admin(`create database ${name} template ${template}`);
  return {
    url: withDatabase(server.url, name),
    async drop() {
      await admin(`drop database if exists ${name} with (force)`);
      await server.stop();
    },
  };
};
