import { setTimeout as sleep } from 'node:timers/promises';
import { openResources } from '../../src/app/resources.ts';
import { allRoutes } from '../../src/app/features.ts';
import { readConfig } from '../../src/platform/config.ts';
import type { Database, Transaction } from '../../src/platform/db/database.ts';
import { startEmbedded } from '../../src/platform/db/embedded.ts';
import { openFileStore } from '../../src/platform/files/file-store.ts';
import { createHttpServer } from '../../src/platform/http/server.ts';
import { createLog } from '../../src/platform/log.ts';

/*
 * The product with one fault: it answers before it commits. The crash test must see what such a server loses, or it
 * would not see it in ours either.
 */

const COMMIT_AFTER_MS = 400;

/** Tells when a submission is written in this transaction. */
const watching = (transaction: Transaction, onSubmission: () => void): Transaction => ({
  ...transaction,
  run: async (query) => {
    const count = await transaction.run(query);
    if (query.compile().sql.startsWith('insert into "application_submission"')) onSubmission();
    return count;
  },
});

/** A submission's result is given away at once; its transaction goes on for a moment and commits then. */
const answeringEarly = (database: Database): Database => ({
  ...database,
  withSession: (entry, work) =>
    new Promise((resolve, reject) => {
      database
        .withSession(entry, async (transaction, session) => {
          let isSubmission = false;
          const watched = watching(transaction, () => {
            isSubmission = true;
          });
          const result = await work(watched, session);
          if (!isSubmission) return result;
          resolve(result);
          await sleep(COMMIT_AFTER_MS);
          return result;
        })
        .then(resolve, reject);
    }),
});

const config = readConfig(process.env);
const log = createLog('error');
const { url: databaseUrl } = await startEmbedded({ dataDir: config.dataDir, log });
const resources = await openResources({ config, databaseUrl, log }, 'plan');
const app = await createHttpServer({
  environment: {
    database: answeringEarly(resources.database),
    clock: resources.clock,
    log,
    files: await openFileStore(config.dataDir),
    jobs: resources.jobs,
    keyring: resources.keyring,
    secure: false,
    idleMinutes: 30,
    touchSession: async () => undefined,
  },
  routes: allRoutes,
  title: 'early',
});
const address = await app.listen({ host: '127.0.0.1', port: 0 });
process.stdout.write(`onex 已启动：${address}\n`);
