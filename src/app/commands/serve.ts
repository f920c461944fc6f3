import { createServer } from 'node:net';
import { DomainError } from '../../kernel/error.ts';
import type { Config } from '../../platform/config.ts';
import type { Logger } from '../../platform/log.ts';
import { demoSignIns } from './demo-sign-ins.ts';
import { runOpened } from './lifetime.ts';
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

/** A database that is in real use is served as it is; the demo would only be in the way. */
const demoOrNote = async (config: Config, databaseUrl: string, log: Logger): Promise<string> => {
  const { loadDemo } = await import('../demo/load.ts');
  try {
    return demoSignIns(await loadDemo({ databaseUrl, dataDir: config.dataDir, log }));
  } catch (error) {
    if (error instanceof DomainError && error.code === 'demo.not_empty') {
      return '数据库中已有正式账号，没有载入演示数据\n';
    }
    throw error;
  }
};

/** Reading the features takes most of a start: it is done while the database comes up. */
const readProgram = async () => {
  const [{ startServer }, { startWorker }] = await Promise.all([
    import('../server.ts'),
    import('../worker.ts'),
  ]);
  return { startServer, startWorker };
};

/** Runs the server and, unless told otherwise, the background work in this one process. */
export const serve = async (config: Config, log: Logger, options: ServeOptions): Promise<number> =>
  await runOpened(log, async (opened) => {
    await tryPort(config);
    const [{ url: databaseUrl }, { startServer, startWorker }] = await Promise.all([
      prepareDatabase(config, log, opened),
      readProgram(),
    ]);
    const signIns = options.demo === true ? await demoOrNote(config, databaseUrl, log) : '';
    if (options.worker) {
      const worker = await startWorker({ config, databaseUrl, log });
      opened.add(async () => await worker.close());
    }
    const server = await startServer({ config, databaseUrl, log });
    opened.add(async () => await server.close());
    process.stdout.write(`\nonex 已启动：${config.publicUrl ?? server.address}\n`);
    process.stdout.write(signIns);
    process.stdout.write('按 Ctrl-C 停止\n');
    return 'until stopped';
  });
