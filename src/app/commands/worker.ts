import type { Config } from '../../platform/config.ts';
import type { Logger } from '../../platform/log.ts';
import { startWorker } from '../worker.ts';
import { runOpened } from './lifetime.ts';
import { prepareDatabase } from './prepared-database.ts';

/** Runs only the background work, beside servers started with `--no-worker`. */
export const worker = async (config: Config, log: Logger): Promise<number> =>
  await runOpened(log, async (opened) => {
    const { url: databaseUrl } = await prepareDatabase(config, log, opened);
    const running = await startWorker({ config, databaseUrl, log });
    opened.add(async () => await running.close());
    process.stdout.write('后台任务已启动，按 Ctrl-C 停止\n');
    return 'until stopped';
  });
