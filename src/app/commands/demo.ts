import type { Config } from '../../platform/config.ts';
import type { Logger } from '../../platform/log.ts';
import { loadDemo } from '../demo/load.ts';
import { demoSignIns } from './demo-sign-ins.ts';
import { runOpened } from './lifetime.ts';
import { prepareDatabase } from './prepared-database.ts';

/** Fills an empty database with the demo and names the people in it. */
export const demo = async (config: Config, log: Logger): Promise<number> =>
  await runOpened(log, async (opened) => {
    const { url: databaseUrl } = await prepareDatabase(config, log, opened);
    const result = await loadDemo({ databaseUrl, dataDir: config.dataDir, log });
    process.stdout.write(result.loaded ? '演示数据已载入\n' : '演示数据已在库中，没有改动\n');
    process.stdout.write(demoSignIns(result));
    return 'done';
  });
