import { fileURLToPath } from 'node:url';
import type { Config } from '../../platform/config.ts';
import { startEmbedded } from '../../platform/db/embedded.ts';
import { migrate } from '../../platform/db/migrate.ts';
import { checkServer } from '../../platform/db/server-check.ts';
import type { Logger } from '../../platform/log.ts';
import type { Opened } from './lifetime.ts';

const MIGRATIONS = fileURLToPath(new URL('../../../db/migrations', import.meta.url));

export interface PreparedDatabase {
  /** The owner's connection string. */
  readonly url: string;
  /** What was applied just now. */
  readonly migrations: readonly string[];
}

/** The database that every command works on: the given one or our own, fit for use and at the program's version. */
export async function prepareDatabase(
  config: Config,
  log: Logger,
  opened: Opened,
): Promise<PreparedDatabase> {
  let url = config.databaseUrl;
  if (url === undefined) {
    const embedded = await startEmbedded({ dataDir: config.dataDir, log });
    opened.add(embedded.stop);
    url = embedded.url;
  }
  for (const remark of await checkServer(url)) log.warn(remark);
  return { url, migrations: await migrate({ url, directory: MIGRATIONS, log }) };
}
