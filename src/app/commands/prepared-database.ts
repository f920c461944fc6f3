import { fileURLToPath } from 'node:url';
import type { Config } from '../../platform/config.ts';
import { startEmbedded } from '../../platform/db/embedded.ts';
import { migrate } from '../../platform/db/migrate.ts';
import { untilBack } from '../../platform/db/patience.ts';
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

const openEmbedded = async (config: Config, log: Logger, opened: Opened): Promise<string> => {
  const embedded = await startEmbedded({ dataDir: config.dataDir, log });
  opened.add(embedded.stop);
  return embedded.url;
};

/** The database that every command works on: the given one or our own, fit for use and at the program's version. */
export async function prepareDatabase(
  config: Config,
  log: Logger,
  opened: Opened,
): Promise<PreparedDatabase> {
  const url = config.databaseUrl ?? (await openEmbedded(config, log, opened));
  // A wrong address is refused at once; our own database may be coming back from a crash.
  const check = async (): Promise<string[]> => await checkServer(url);
  const remarks = config.databaseUrl === undefined ? await untilBack(check, log) : await check();
  for (const remark of remarks) log.warn(remark);
  const migrations = await untilBack(
    async () => await migrate({ url, directory: MIGRATIONS, log }),
    log,
  );
  return { url, migrations };
}
