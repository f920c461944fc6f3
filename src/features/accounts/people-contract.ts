import { z } from 'zod';
import { endpoint } from '../../kernel/endpoint.ts';
import { historyRow } from '../../kernel/history.ts';
import { idText } from '../../kernel/id.ts';
import { listOutput, listQuery } from '../../kernel/list.ts';
import { optionalText, personName, shortText, toHalfWidth } from '../../kernel/text.ts';
import { instantText } from '../../kernel/time.ts';
import { done, organizationKindSchema, roleSchema, sessionRow } from './contract.ts';
import { ACCOUNT_STATUSES, ACCOUNT_VERBS } from './status.ts';

const LOGIN_NAME = /^[A-Za-z0-9][A-Za-z0-9._@-]{2,39}$/;

/** A new login name; it is no secret and stands on no public page. */
export const newLoginName = z
  .string({ error: '请填写登录名' })
  .overwrite((text) => toHalfWidth(text).trim())
  .refine((text) => LOGIN_NAME.test(text), {
    error: '登录名请用 3 到 40 个字母、数字或 . _ - @，以字母或数字开头',
  })
  .refine((text) => !/^(?:\d{15}|\d{17}[\dXx])$/.test(text), { error: '请不要用证件号作登录名' });

export const newRoles = z
  .array(roleSchema)
  .min(1, { error: '请至少选择一个角色' })
  .max(10)
  .overwrite((roles) => [...new Set(roles)]);

const version = z.int().min(1);
const params = z.strictObject({ id: idText() });
const reason = shortText(200, '理由');

const linkState = z.enum(['NONE', 'PENDING', 'EXPIRED']);

export const personRow = z.strictObject({
  id: idText(),
  loginName: z.string(),
  name: z.string(),
  organizationId: idText(),
  organizationName: z.string(),
  organizationKind: organizationKindSchema,
  organizationKindLabel: z.string(),
  roles: z.array(roleSchema),
  roleLabels: z.string(),
  status: z.enum(ACCOUNT_STATUSES),
  statusLabel: z.string(),
  /** The one-time link that was handed out last and not used. */
  link: linkState,
  linkExpiresAt: instantText().nullable(),
  lastSignInAt: instantText().nullable(),
  createdAt: instantText(),
  isSelf: z.boolean(),
  isLastAdmin: z.boolean(),
  version,
  permittedActions: z.array(z.enum(ACCOUNT_VERBS)),
});
export type PersonRow = z.output<typeof personRow>;

const bodyRow = z.strictObject({
  id: idText(),
  name: z.string(),
  kind: organizationKindSchema,
  kindLabel: z.string(),
  /** People who may sign in. */
  peopleCount: z.int(),
  hasAdmin: z.boolean(),
  /** Roles that the reader may give to its people. */
  grantableRoles: z.array(roleSchema),
});
export type BodyRow = z.output<typeof bodyRow>;

export const listPeople = endpoint({
  name: 'accounts.listPeople',
  method: 'GET',
  path: '/api/people',
  summary: '人员列表',
  personal: true,
  query: listQuery(
    {
      q: z.string().max(100).optional(),
      organizationId: idText().optional(),
      organizationKind: organizationKindSchema.optional(),
      role: roleSchema.optional(),
      status: z.enum(ACCOUNT_STATUSES).optional(),
      link: linkState.optional(),
    },
    ['organizationName', 'name', 'loginName', 'status', 'lastSignInAt', 'createdAt'],
  ),
  output: listOutput(personRow),
});

/** The bodies whose people the reader looks after: for choosing one, and for seeing where nobody can sign in yet. */
export const listBodies = endpoint({
  name: 'accounts.listBodies',
  method: 'GET',
  path: '/api/people/organizations',
  summary: '可管理人员的单位',
  query: listQuery(
    {
      q: z.string().max(100).optional(),
      kind: organizationKindSchema.optional(),
      withoutAdmin: z.enum(['true', 'false']).optional(),
    },
    ['name', 'kind', 'peopleCount'],
  ),
  output: listOutput(bodyRow),
});

const personDetail = z.strictObject({
  person: personRow,
  grantableRoles: z.array(roleSchema),
  affiliations: z.array(z.strictObject({ id: idText(), name: z.string() })),
  mayEditAffiliations: z.boolean(),
  sessions: z.array(sessionRow),
  history: z.array(historyRow.omit({ detail: true })),
});

export const getPerson = endpoint({
  name: 'accounts.getPerson',
  method: 'GET',
  path: '/api/people/:id',
  summary: '一个账号的资料、登录和记录',
  params,
  output: personDetail,
});

/** The link is shown this once; only its hash is kept. It is a path of the desk with the secret behind `#`. */
const handedLink = z.strictObject({
  person: personRow,
  link: z.string(),
  expiresAt: instantText(),
});

export const invitePerson = endpoint({
  name: 'accounts.invitePerson',
  method: 'POST',
  path: '/api/people',
  summary: '新增人员并生成激活链接',
  body: z.strictObject({
    organizationId: idText('请选择单位'),
    loginName: newLoginName,
    name: personName(),
    roles: newRoles,
  }),
  output: handedLink,
});

export const editPerson = endpoint({
  name: 'accounts.edit',
  method: 'PUT',
  path: '/api/people/:id',
  summary: '修改姓名和角色',
  params,
  body: z.strictObject({ version, name: personName(), roles: newRoles }),
  output: personRow,
});

export const setAffiliations = endpoint({
  name: 'accounts.setAffiliations',
  method: 'PUT',
  path: '/api/people/:id/affiliations',
  summary: '设置须回避的院校',
  params,
  body: z.strictObject({
    version,
    institutionIds: z.array(idText()).max(20, { error: '请不要超过 20 所院校' }),
  }),
  output: personRow,
});

export const renewLink = endpoint({
  name: 'accounts.renewLink',
  method: 'POST',
  path: '/api/people/:id/activation-link',
  summary: '重新生成激活链接',
  params,
  body: z.strictObject({ version }),
  output: handedLink,
});

export const resetPassword = endpoint({
  name: 'accounts.resetPassword',
  method: 'POST',
  path: '/api/people/:id/reset-link',
  summary: '重设密码：生成一次性链接，结束全部登录',
  params,
  body: z.strictObject({ version }),
  output: handedLink,
});

export const suspendPerson = endpoint({
  name: 'accounts.suspend',
  method: 'POST',
  path: '/api/people/:id/suspension',
  summary: '停用账号，立即结束全部登录',
  params,
  body: z.strictObject({ version, reason }),
  output: personRow,
});

export const reactivatePerson = endpoint({
  name: 'accounts.reactivate',
  method: 'POST',
  path: '/api/people/:id/reactivation',
  summary: '恢复账号',
  params,
  body: z.strictObject({ version, reason: optionalText(200, '理由') }),
  output: personRow,
});

export const closePerson = endpoint({
  name: 'accounts.close',
  method: 'POST',
  path: '/api/people/:id/closure',
  summary: '注销账号（人员离任）',
  params,
  body: z.strictObject({ version, reason }),
  output: personRow,
});

export const endPersonSessions = endpoint({
  name: 'accounts.endPersonSessions',
  method: 'DELETE',
  path: '/api/people/:id/sessions',
  summary: '结束该账号的全部登录',
  params,
  output: z.strictObject({ ended: z.int() }),
});

export const endPersonSession = endpoint({
  name: 'accounts.endPersonSession',
  method: 'DELETE',
  path: '/api/people/:id/sessions/:sessionId',
  summary: '结束该账号的一处登录',
  params: z.strictObject({ id: idText(), sessionId: idText() }),
  output: done,
});
