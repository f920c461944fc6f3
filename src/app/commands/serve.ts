import { createServer } from 'node:net';
import type { Config } from '../../platform/config.ts';
import type { Logger } from '../../platform/log.ts';
import { loadDemo } from '../demo/load.ts';
import { startServer } from '../server.ts';
import { startWorker } from '../worker.ts';
import { runOpened } from './lifetime.ts';
import { personaLines } from './personas.ts';
import { prepareDatabase } from './prepared-database.ts';

export interface ServeOptions {
  readonly demo?: boolean;
  readonly worker: boolean;
}

/** A taken port is said at once, not after the database has been started. */
const tryPort = async ({ host, port }: Config): Promise<void> =>
  await new Promise((resolve, reject) => {
    const trial = createServer();
    trial.once('error', reject);
    trial.listen({ host, port }, () => trial.close(() => resolve()));
  });

/** Runs the server and, unless told otherwise, the background work in this one process. */
export const serve = async (config: Config, log: Logger, options: ServeOptions): Promise<number> =>
  await runOpened(log, async (opened) => {
    await tryPort(config);
    const { url: databaseUrl } = await prepareDatabase(config, log, opened);
    const demo =
      options.demo === true
        ? await loadDemo({ databaseUrl, dataDir: config.dataDir, log })
        : undefined;
    if (options.worker) {
      const worker = await startWorker({ config, databaseUrl, log });
      opened.add(worker.close);
    }
    const server = await startServer({ config, databaseUrl, log });
    opened.add(server.close);
    process.stdout.write(`\nonex 已启动：${config.publicUrl ?? server.address}\n`);
    if (demo !== undefined) {
      process.stdout.write(`演示账号（登录名）：\n${personaLines(demo.personas)}`);
    }
    process.stdout.write('按 Ctrl-C 停止\n');
    return 'until stopped';
  });
