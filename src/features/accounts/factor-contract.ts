import { z } from 'zod';
import { endpoint } from '../../kernel/endpoint.ts';
import { idText } from '../../kernel/id.ts';
import { shortText } from '../../kernel/text.ts';
import { instantText } from '../../kernel/time.ts';
import { done, signedIn } from './contract.ts';
import { factorPolicySchema, passwordProfileSchema } from './security-policy.ts';

const code = z.string({ error: '请输入验证码' }).min(1, { error: '请输入验证码' }).max(40);

export const takeSecondStep = endpoint({
  name: 'accounts.takeSecondStep',
  method: 'POST',
  path: '/api/session/second-step',
  summary: '登录第二步：验证码或恢复码',
  body: z.strictObject({ token: z.string().max(200), code }),
  output: signedIn,
});

export const getFactor = endpoint({
  name: 'accounts.getFactor',
  method: 'GET',
  path: '/api/account/second-factor',
  summary: '自己的两步验证',
  output: z.strictObject({
    level: z.enum(['off', 'offered', 'required']),
    confirmedAt: instantText().nullable(),
    recoveryCodesLeft: z.int(),
  }),
});

/** The secret is shown this once, as text and inside the address that the QR code says. */
export const startFactor = endpoint({
  name: 'accounts.startFactor',
  method: 'POST',
  path: '/api/account/second-factor',
  summary: '开始设置两步验证：取得密钥',
  output: z.strictObject({ secret: z.string(), uri: z.string() }),
});

const recoveryCodes = z.array(z.string());

export const confirmFactor = endpoint({
  name: 'accounts.confirmFactor',
  method: 'POST',
  path: '/api/account/second-factor/confirmation',
  summary: '用第一个验证码启用两步验证',
  body: z.strictObject({ code }),
  output: z.strictObject({ recoveryCodes }),
});

export const removeFactor = endpoint({
  name: 'accounts.removeFactor',
  method: 'DELETE',
  path: '/api/account/second-factor',
  summary: '停用自己的两步验证',
  output: done,
});

export const renewRecoveryCodes = endpoint({
  name: 'accounts.renewRecoveryCodes',
  method: 'POST',
  path: '/api/account/recovery-codes',
  summary: '重新生成恢复码，旧码失效',
  output: z.strictObject({ recoveryCodes }),
});

/** Who sits there proves it again; then sensitive actions are open for some minutes (assurance A8). */
export const proveIdentity = endpoint({
  name: 'accounts.proveIdentity',
  method: 'POST',
  path: '/api/account/proof',
  summary: '办理敏感事项前再次确认本人',
  body: z.strictObject({
    /** The password, or a code of the second factor; nothing for an invented person of the demo. */
    proof: z.string().max(1000),
  }),
  output: done,
});

/** Refused with `session.not_fresh` when a proof has to come first: a page asks before it takes a file of people. */
export const checkProof = endpoint({
  name: 'accounts.checkProof',
  method: 'GET',
  path: '/api/account/proof',
  summary: '是否刚刚确认过本人',
  output: done,
});

export const resetFactor = endpoint({
  name: 'accounts.resetFactor',
  method: 'POST',
  path: '/api/people/:id/second-factor-reset',
  summary: '重置某人的两步验证（手机和恢复码都丢了）',
  params: z.strictObject({ id: idText() }),
  body: z.strictObject({ reason: shortText(200, '理由') }),
  output: done,
});

const security = z.strictObject({
  factors: factorPolicySchema,
  passwords: passwordProfileSchema,
  dingTalk: z.strictObject({
    isOn: z.boolean(),
    clientId: z.string(),
    hasSecret: z.boolean(),
    loginUrl: z.string(),
    apiUrl: z.string(),
  }),
});

export const getSecurity = endpoint({
  name: 'accounts.getSecurity',
  method: 'GET',
  path: '/api/people/security',
  summary: '登录安全设置',
  output: security,
});

export const setSecurity = endpoint({
  name: 'accounts.setSecurity',
  method: 'PUT',
  path: '/api/people/security',
  summary: '修改两步验证和密码要求',
  body: z.strictObject({ factors: factorPolicySchema, passwords: passwordProfileSchema }),
  output: security,
});

const address = z
  .string()
  .max(200)
  .overwrite((text) => text.trim().replace(/\/+$/, ''))
  .refine((text) => /^https?:\/\/[^\s?#]+$/.test(text), {
    error: '请填写 https:// 开头的网址，不含参数',
  });

export const setDingTalk = endpoint({
  name: 'accounts.setDingTalk',
  method: 'PUT',
  path: '/api/people/security/dingtalk',
  summary: '设置钉钉登录',
  body: z.strictObject({
    isOn: z.boolean(),
    clientId: shortText(100, 'Client ID'),
    /** Empty: the one that is there stays. */
    clientSecret: z.string().max(200),
    loginUrl: address,
    apiUrl: address,
  }),
  output: security,
});
