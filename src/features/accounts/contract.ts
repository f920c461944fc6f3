import { z } from 'zod';
import { ORGANIZATION_KINDS, type OrganizationKind, type Role, ROLES } from '../../kernel/actor.ts';
import { endpoint } from '../../kernel/endpoint.ts';
import { idText } from '../../kernel/id.ts';
import { instantText } from '../../kernel/time.ts';
import { passwordProfileSchema } from './security-policy.ts';

export const roleSchema = z.enum(Object.keys(ROLES) as [Role, ...Role[]], { error: '请选择角色' });
export const organizationKindSchema = z.enum(
  Object.keys(ORGANIZATION_KINDS) as [OrganizationKind, ...OrganizationKind[]],
);

/** What somebody types when signing in; whatever it is, the answer is the same. */
const typedLoginName = z
  .string({ error: '请填写登录名' })
  .min(1, { error: '请填写登录名' })
  .max(200);
/** Longer than any password may be, so that the rule and not the schema explains the limit. */
export const typedPassword = z
  .string({ error: '请填写密码' })
  .min(1, { error: '请填写密码' })
  .max(1000, { error: '密码请不要超过 128 个字符' });
const linkToken = z.string().max(200);

const actor = z.strictObject({
  kind: z.literal('person'),
  userId: idText(),
  name: z.string(),
  organizationId: idText(),
  organizationName: z.string(),
  organizationKind: organizationKindSchema,
  roles: z.array(roleSchema),
  affiliatedInstitutionIds: z.array(idText()),
  sessionId: idText(),
  /** Support looks at this person's view; the page says so and offers nothing to write. */
  viewer: z
    .strictObject({
      userId: idText(),
      name: z.string(),
      organizationId: idText(),
      organizationName: z.string(),
      endsAt: instantText(),
    })
    .optional(),
});

export const restriction = z.enum(['SECOND_FACTOR', 'PASSWORD']);

export const persona = z.strictObject({
  loginName: z.string(),
  label: z.string(),
  group: z.string(),
});

export const sessionOutput = z.strictObject({
  title: z.string(),
  actor: actor.nullable(),
  roleLabels: z.array(z.string()),
  now: instantText(),
  /** What has to be done in this session before anything else. */
  restriction: restriction.nullable(),
  /** A view of another person is over and waits to be left. */
  viewEnded: z.boolean(),
  passwordProfile: passwordProfileSchema,
  /** The office has set up sign-in with DingTalk. */
  dingTalk: z.boolean(),
  demo: z.boolean(),
  /** Nobody has an account yet: the page says how the first one comes about. */
  needsFirstAdministrator: z.boolean(),
  personas: z.array(persona).optional(),
});

export const getSession = endpoint({
  name: 'accounts.getSession',
  method: 'GET',
  path: '/api/session',
  summary: '当前登录状态',
  output: sessionOutput,
});

/** What signing in answers; the page then reads the session. */
export const signedIn = z.strictObject({ name: z.string(), expiresAt: instantText() });
/** Password right, code still to come: the token stands for what was proved so far. */
export const entered = z.union([
  signedIn,
  z.strictObject({
    secondStep: z.strictObject({ token: z.string(), expiresAt: instantText() }),
  }),
]);
export const done = z.strictObject({ done: z.literal(true) });

export const signIn = endpoint({
  name: 'accounts.signIn',
  method: 'POST',
  path: '/api/session',
  summary: '登录',
  body: z.strictObject({ loginName: typedLoginName, password: typedPassword }),
  output: entered,
});

export const signOut = endpoint({
  name: 'accounts.signOut',
  method: 'DELETE',
  path: '/api/session',
  summary: '退出登录',
  output: done,
});

export const demoSignIn = endpoint({
  name: 'accounts.demoSignIn',
  method: 'POST',
  path: '/api/demo/sign-in',
  summary: '以演示人物登录（仅演示环境）',
  body: z.strictObject({ loginName: typedLoginName }),
  output: signedIn,
});

/** The link's secret travels in the body: an address would stand in logs. */
export const readLink = endpoint({
  name: 'accounts.readLink',
  method: 'POST',
  path: '/api/activations/check',
  summary: '查看激活链接对应的账号',
  body: z.strictObject({ token: linkToken }),
  output: z.strictObject({
    purpose: z.enum(['ACTIVATE', 'RESET']),
    loginName: z.string(),
    name: z.string(),
    organizationName: z.string(),
    organizationKind: organizationKindSchema,
    passwordProfile: passwordProfileSchema,
    expiresAt: instantText(),
  }),
});

export const activate = endpoint({
  name: 'accounts.activate',
  method: 'POST',
  path: '/api/activations',
  summary: '用链接设置密码并登录',
  body: z.strictObject({ token: linkToken, password: typedPassword }),
  output: entered,
});

export const changePassword = endpoint({
  name: 'accounts.changePassword',
  method: 'POST',
  path: '/api/account/password',
  summary: '修改自己的密码',
  body: z.strictObject({ currentPassword: typedPassword, newPassword: typedPassword }),
  output: signedIn,
});

export const sessionRow = z.strictObject({
  id: idText(),
  /** Browser and system in a few words. */
  client: z.string(),
  createdAt: instantText(),
  seenAt: instantText(),
  expiresAt: instantText(),
  isCurrent: z.boolean(),
});
const sessionRows = z.strictObject({ rows: z.array(sessionRow) });

export const listSessions = endpoint({
  name: 'accounts.listSessions',
  method: 'GET',
  path: '/api/account/sessions',
  summary: '自己的登录',
  output: sessionRows,
});

export const endSession = endpoint({
  name: 'accounts.endSession',
  method: 'DELETE',
  path: '/api/account/sessions/:id',
  summary: '结束自己的一处登录',
  params: z.strictObject({ id: idText() }),
  output: done,
});

export const endOtherSessions = endpoint({
  name: 'accounts.endOtherSessions',
  method: 'DELETE',
  path: '/api/account/sessions',
  summary: '结束自己在其他地方的全部登录',
  output: z.strictObject({ ended: z.int() }),
});
