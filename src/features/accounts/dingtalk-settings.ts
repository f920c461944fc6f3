import { z } from 'zod';
import type { Read } from '../../platform/db/database.ts';
import type { Keyring, Place } from '../../platform/keyring.ts';
import { findSetting } from '../../platform/settings.ts';

export const DINGTALK_SETTING = 'dingtalk_sign_in';

/** Where the protocol is spoken; a private DingTalk (专有钉钉) has addresses of its own. */
export const DINGTALK_ADDRESSES = {
  loginUrl: 'https://login.dingtalk.com',
  apiUrl: 'https://api.dingtalk.com',
} as const;

const stored = z.strictObject({
  isOn: z.boolean(),
  clientId: z.string().min(1),
  secretSealed: z.string().min(1),
  loginUrl: z.string(),
  apiUrl: z.string(),
});

export interface DingTalkApp {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly loginUrl: string;
  readonly apiUrl: string;
}

export const secretPlace: Place = {
  table: 'setting',
  column: DINGTALK_SETTING,
  id: 'clientSecret',
};

export const findDingTalkSetting = async (
  read: Read,
): Promise<z.output<typeof stored> | undefined> => {
  const setting = stored.safeParse(await findSetting(read, DINGTALK_SETTING));
  return setting.success ? setting.data : undefined;
};

export const hasDingTalk = async (read: Read): Promise<boolean> =>
  (await findDingTalkSetting(read))?.isOn === true;

/** The application registered at DingTalk; `undefined` while nothing is set up or it is switched off. */
export const findDingTalkApp = async (
  read: Read,
  keyring: Keyring,
): Promise<DingTalkApp | undefined> => {
  const setting = await findDingTalkSetting(read);
  if (setting?.isOn !== true) return undefined;
  const { clientId, loginUrl, apiUrl } = setting;
  const clientSecret = keyring.open(setting.secretSealed, secretPlace);
  return { clientId, clientSecret, loginUrl, apiUrl };
};
