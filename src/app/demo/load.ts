import { SYSTEM } from '../../kernel/actor.ts';
import { DomainError } from '../../kernel/error.ts';
import {
  FACTOR_SETTING,
  hashPassword,
  OFFERED_FACTOR_POLICY,
} from '../../features/accounts/index.ts';
import type { Database } from '../../platform/db/database.ts';
import { openDatabase } from '../../platform/db/database.ts';
import { openKeyringOf } from '../../platform/keys/key-check.ts';
import { openFileStore } from '../../platform/files/file-store.ts';
import type { Logger } from '../../platform/log.ts';
import { SITE_SETTINGS } from '../../platform/page/site-settings.ts';
import { findSetting, putSetting } from '../../platform/settings.ts';
import { z } from 'zod';
import { allSealings } from '../sealings.ts';
import { buildDemo } from './build.ts';
import { hasAccounts } from './queries.ts';
import type { DemoPersona } from './world.ts';

const PROVINCE = 'shaanxi';

/** A number that nobody has, so that nobody is called. */
const INVENTED_CONTACT = [
  { label: '电话', value: '029-00000000（演示号码）' },
  { label: '工作时间', value: '周一至周五 9:00—17:00' },
  { label: '地址', value: '西安市演示路 1 号' },
];

/** Everybody's password in the demo; it is printed at the start and opens nothing anywhere else. */
export const DEMO_PASSWORD = 'onex-demo-2025';

const demoSetting = z.object({
  enabled: z.literal(true),
  personas: z.array(z.object({ loginName: z.string(), label: z.string(), group: z.string() })),
});

export interface DemoTask {
  readonly databaseUrl: string;
  readonly dataDir: string;
  readonly log: Logger;
}

export interface DemoResult {
  /** False when the demo was there already. */
  readonly loaded: boolean;
  readonly personas: readonly DemoPersona[];
}

const demoThere = async (database: Database): Promise<readonly DemoPersona[] | undefined> =>
  await database.read(SYSTEM, async (read) => {
    const setting = demoSetting.safeParse(await findSetting(read, 'demo'));
    return setting.success ? setting.data.personas : undefined;
  });

/**
 * Builds the demo province in an empty database: the same day and seed give the same data. One transaction: an
 * interrupted build leaves nothing.
 * @throws DomainError conflict `demo.not_empty` where real people already have accounts
 */
export const loadDemo = async (task: DemoTask): Promise<DemoResult> => {
  const database = openDatabase(task.databaseUrl, {
    poolSize: 2,
    onIdleError: (error) => task.log.warn({ err: error }, 'database connection lost'),
  });
  try {
    const there = await demoThere(database);
    if (there !== undefined) return { loaded: false, personas: there };
    const files = await openFileStore(task.dataDir);
    const at = await database.now();
    const keyring = await openKeyringOf({ ...task, database, sealings: allSealings, at });
    const passwordHash = await hashPassword(DEMO_PASSWORD);
    const personas = await database.transaction(SYSTEM, async (tx) => {
      if (await hasAccounts(tx)) {
        const text = '数据库中已有账号，不能装入演示数据；请换一个空的数据库或数据目录';
        throw new DomainError('conflict', 'demo.not_empty', text);
      }
      const by = { at, accountId: null };
      const built = await buildDemo({
        tx,
        files,
        keyring,
        at,
        passwordHash,
        province: PROVINCE,
      });
      await putSetting(tx, SITE_SETTINGS.contact, { lines: INVENTED_CONTACT }, by);
      await putSetting(tx, FACTOR_SETTING, OFFERED_FACTOR_POLICY, by);
      await putSetting(tx, 'demo', { enabled: true, personas: built }, by);
      return built;
    });
    return { loaded: true, personas };
  } finally {
    await database.close();
  }
};
