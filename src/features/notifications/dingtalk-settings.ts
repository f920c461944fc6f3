import { z } from 'zod';
import type { Instant } from '../../kernel/time.ts';
import type { Read, Transaction } from '../../platform/db/database.ts';
import type { Keyring, Place } from '../../platform/keyring.ts';
import { findSetting, putSetting } from '../../platform/settings.ts';
import type { DingtalkApp } from './dingtalk.ts';

export const DINGTALK_SETTING = 'dingtalk_app';
export const DINGTALK_PLACE: Place = { table: 'setting', column: 'value', id: DINGTALK_SETTING };

const storedShape = z.strictObject({
  appKey: z.string(),
  appSecretSealed: z.string(),
  agentId: z.string(),
  operatorUnionId: z.string(),
});

type Stored = z.infer<typeof storedShape>;

export const findStoredApp = async (read: Read): Promise<Stored | undefined> => {
  const stored = storedShape.safeParse(await findSetting(read, DINGTALK_SETTING));
  return stored.success ? stored.data : undefined;
};

/** The application of DingTalk with its secret opened, for the worker alone. */
export const findApp = async (read: Read, keyring: Keyring): Promise<DingtalkApp | undefined> => {
  const stored = await findStoredApp(read);
  if (stored === undefined) return undefined;
  const { appSecretSealed, ...rest } = stored;
  return { ...rest, appSecret: keyring.open(appSecretSealed, DINGTALK_PLACE) };
};

/** Keeps the application; a secret that is left out stays as it was. Returns false when there is none to stay. */
export const keepApp = async (
  tx: Transaction,
  keyring: Keyring,
  app: Omit<DingtalkApp, 'appSecret'> & { readonly appSecret: string | null },
  by: { readonly at: Instant; readonly accountId: string },
): Promise<boolean> => {
  const before = await findStoredApp(tx);
  const sealed =
    app.appSecret === null ? before?.appSecretSealed : keyring.seal(app.appSecret, DINGTALK_PLACE);
  if (sealed === undefined) return false;
  const value: Stored = {
    appKey: app.appKey,
    agentId: app.agentId,
    operatorUnionId: app.operatorUnionId,
    appSecretSealed: sealed,
  };
  await putSetting(tx, DINGTALK_SETTING, value, by);
  return true;
};
