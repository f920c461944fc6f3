import type { Instant } from '../kernel/time.ts';
import type { Config } from '../platform/config.ts';
import { databaseClock } from '../platform/clock.ts';
import { type Database, openDatabase } from '../platform/db/database.ts';
import { untilBack } from '../platform/db/patience.ts';
import { type FileStore, openFileStore } from '../platform/files/file-store.ts';
import { type JobQueue, openJobQueue } from '../platform/jobs.ts';
import { openKeyringOf } from '../platform/keys/key-check.ts';
import type { Keyring } from '../platform/keyring.ts';
import type { Logger } from '../platform/log.ts';
import { allJobs } from './features.ts';
import { allSealings } from './sealings.ts';

export interface ProcessOptions {
  readonly config: Config;
  /** The owner's connection string; the product becomes `onex_app` on every connection. */
  readonly databaseUrl: string;
  readonly log: Logger;
}

export interface Resources {
  readonly database: Database;
  readonly clock: Awaited<ReturnType<typeof databaseClock>>;
  readonly jobs: JobQueue;
  readonly keyring: Keyring;
  readonly files: FileStore;
  readonly handlers: ReturnType<typeof allJobs>;
  close(): Promise<void>;
}

const CLOCK_REFRESH_MS = 60_000;

/** Refused, nothing stays open. */
const openCheckedKeyring = async (
  { config, log }: ProcessOptions,
  database: Database,
  at: Instant,
): Promise<Keyring> => {
  try {
    const setup = { dataDir: config.dataDir, database, sealings: allSealings, at, log };
    return await untilBack(() => openKeyringOf(setup), log);
  } catch (error) {
    await database.close();
    throw error;
  }
};

/** What a server and a worker both need: database, the database's clock, the job queue. */
export const openResources = async (
  options: ProcessOptions,
  mode: 'plan' | 'work',
): Promise<Resources> => {
  const { config, databaseUrl, log } = options;
  const database = openDatabase(databaseUrl, {
    poolSize: mode === 'work' ? 6 : 20,
    onIdleError: (error) => log.warn({ err: error }, 'database connection lost'),
  });
  const clock = await untilBack(() => databaseClock(() => database.now()), log);
  const timer = setInterval(() => {
    clock.refresh().catch((error: unknown) => log.warn({ err: error }, 'clock not refreshed'));
  }, CLOCK_REFRESH_MS);
  timer.unref();
  const keyring = await openCheckedKeyring(options, database, clock.now());
  const files = await openFileStore(config.dataDir);
  const handlers = allJobs({ database, clock, keyring, config, files, log });
  const kinds = handlers.map((handler) => handler.kind);
  const jobs = await untilBack(() => openJobQueue(databaseUrl, kinds, { log, mode }), log);
  return {
    database,
    clock,
    jobs,
    keyring,
    files,
    handlers,
    async close() {
      clearInterval(timer);
      await jobs.stop();
      await files.close();
      await database.close();
    },
  };
};
