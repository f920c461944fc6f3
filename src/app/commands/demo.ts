import type { Config } from '../../platform/config.ts';
import type { Logger } from '../../platform/log.ts';
import { loadDemo } from '../demo/load.ts';
import { runOpened } from './lifetime.ts';
import { personaLines } from './personas.ts';
import { prepareDatabase } from './prepared-database.ts';

/** Fills an empty database with the demo and names the people in it. */
export const demo = async (config: Config, log: Logger): Promise<number> =>
  await runOpened(log, async (opened) => {
    const { url: databaseUrl } = await prepareDatabase(config, log, opened);
    const { loaded, personas } = await loadDemo({ databaseUrl, dataDir: config.dataDir, log });
    process.stdout.write(loaded ? '演示数据已载入\n' : '数据库中已有数据，没有载入演示数据\n');
    process.stdout.write(`演示账号（登录名）：\n${personaLines(personas)}`);
    return 'done';
  });
