import type { Config } from '../../platform/config.ts';
import type { Logger } from '../../platform/log.ts';
import { runOpened } from './lifetime.ts';
import { prepareDatabase } from './prepared-database.ts';

/** Brings the database to the program's version and says what was done. */
export const migrate = async (config: Config, log: Logger): Promise<number> =>
  await runOpened(log, async (opened) => {
    const { migrations } = await prepareDatabase(config, log, opened);
    process.stdout.write(
      migrations.length === 0
        ? '数据库已是最新，无需升级\n'
        : `数据库已升级，执行了 ${migrations.length} 个迁移：${migrations.join('、')}\n`,
    );
    return 'done';
  });
