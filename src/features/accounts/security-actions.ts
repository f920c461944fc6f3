import type { BodyOf } from '../../kernel/endpoint.ts';
import { DomainError } from '../../kernel/error.ts';
import type { Read } from '../../platform/db/database.ts';
import type { Keyring } from '../../platform/keyring.ts';
import { tell } from '../../platform/notice.ts';
import type { PlannedJob } from '../../platform/jobs.ts';
import { putSetting } from '../../platform/settings.ts';
import {
  DINGTALK_ADDRESSES,
  DINGTALK_SETTING,
  findDingTalkSetting,
  secretPlace,
} from './dingtalk-settings.ts';
import type { setDingTalk as setDingTalkEndpoint } from './factor-contract.ts';
import { deleteFactor, replaceRecoveryCodes } from './factor-queries.ts';
import { lockPerson, type PeopleCall } from './people-actions.ts';
import { targetOf } from './people-rows.ts';
import { personRefusal } from './rules.ts';
import type { SecurityPolicy } from './security-policy.ts';
import { FACTOR_SETTING, PASSWORD_SETTING, readSecurityPolicy } from './security-settings.ts';
import { sessionNotFound } from './errors.ts';
import { endSessions } from './sign-in-queries.ts';

type AdminCall = PeopleCall & { plan(job: PlannedJob): void };

/** Subject of the audit rows about settings: there is one set of them. */
const SETTINGS = { subjectKind: 'setting', subjectId: '00000000-0000-0000-0000-000000000000' };

export const getSecurity = async (read: Read) => {
  const policy = await readSecurityPolicy(read);
  const dingTalk = await findDingTalkSetting(read);
  return {
    factors: policy.factors,
    passwords: policy.passwords,
    dingTalk: {
      isOn: dingTalk?.isOn ?? false,
      clientId: dingTalk?.clientId ?? '',
      hasSecret: dingTalk !== undefined,
      loginUrl: dingTalk?.loginUrl ?? DINGTALK_ADDRESSES.loginUrl,
      apiUrl: dingTalk?.apiUrl ?? DINGTALK_ADDRESSES.apiUrl,
    },
  };
};

/** Applies from everybody's next sign-in. */
export const setSecurity = async (call: PeopleCall, policy: SecurityPolicy) => {
  const { tx, actor, receivedAt: at } = call;
  const before = await readSecurityPolicy(tx);
  const by = { at, accountId: actor.userId };
  await putSetting(tx, FACTOR_SETTING, policy.factors, by);
  await putSetting(tx, PASSWORD_SETTING, policy.passwords, by);
  call.record({ ...SETTINGS, detail: { before, after: policy } });
  return await getSecurity(tx);
};

export const setDingTalk = async (
  call: PeopleCall & { readonly keyring: Keyring },
  input: BodyOf<typeof setDingTalkEndpoint>,
) => {
  const { tx, actor, keyring, receivedAt: at } = call;
  const { clientSecret, ...plain } = input;
  const before = await findDingTalkSetting(tx);
  const secretSealed =
    clientSecret === '' ? before?.secretSealed : keyring.seal(clientSecret, secretPlace);
  if (secretSealed === undefined) {
    const text = '请填写 Client Secret，在钉钉开放平台的应用凭证页可以看到';
    throw new DomainError('unprocessable', 'accounts.dingtalk_secret', text, {
      field: 'clientSecret',
    });
  }
  await putSetting(
    tx,
    DINGTALK_SETTING,
    { ...plain, secretSealed },
    {
      at,
      accountId: actor.userId,
    },
  );
  call.record({ ...SETTINGS, detail: { ...plain, isNewSecret: clientSecret !== '' } });
  return await getSecurity(tx);
};

/** For somebody who has lost phone and recovery codes: password only until they enrol anew. They are told. */
export const resetFactor = async (
  call: AdminCall,
  id: string,
  reason: string,
): Promise<{ done: true }> => {
  const { tx, actor, receivedAt: at } = call;
  const target = targetOf(await lockPerson(call, id));
  const refused = personRefusal(actor, target, 'resetPassword', at);
  if (refused !== undefined) throw refused;
  const count = await deleteFactor(tx, id);
  if (count === 0) {
    const text = '该账号没有启用两步验证，不需要重置';
    throw new DomainError('conflict', 'accounts.factor_absent', text);
  }
  await replaceRecoveryCodes(tx, id, [], at);
  await endSessions(tx, id, at);
  call.record({ subjectKind: 'account', subjectId: id, reason });
  call.plan(
    tell({
      event: 'accounts.secondFactorReset',
      key: `${id}/${at}`,
      to: [{ accountId: id }],
      title: '您的两步验证已被管理员重置',
      lines: [
        `${actor.organizationName}的管理员重置了您的两步验证，您在各处的登录已结束。`,
        '请重新登录并再次设置。不是您要求的，请立即联系项目办。',
      ],
      path: '/desk/account',
    }),
  );
  return { done: true };
};

/** Ends one of a person's sessions (assurance A10). */
export const endPersonSession = async (
  call: PeopleCall,
  id: string,
  sessionId: string,
): Promise<{ done: true }> => {
  const { tx, actor, receivedAt: at } = call;
  const target = targetOf(await lockPerson(call, id));
  const refused: DomainError | undefined = personRefusal(actor, target, 'resetPassword', at);
  if (refused !== undefined && refused.kind === 'forbidden') throw refused;
  const ended = await endSessions(tx, id, at, { only: sessionId });
  if (ended === 0) throw sessionNotFound();
  call.record({ subjectKind: 'account', subjectId: id, detail: { ended } });
  return { done: true };
};
