import { z } from 'zod';
import { endpoint } from '../../kernel/endpoint.ts';
import { idText } from '../../kernel/id.ts';
import { listOutput, listQuery } from '../../kernel/list.ts';
import { isMobile, normalizePhone } from '../../kernel/phone.ts';
import { longText, personName, shortText } from '../../kernel/text.ts';
import { instantText } from '../../kernel/time.ts';
import { organizationKindSchema, roleSchema } from './contract.ts';
import { newLoginName, newRoles, personRow } from './people-contract.ts';
import { REQUEST_STATUSES, REQUEST_VERBS } from './request-status.ts';

const params = z.strictObject({ id: idText() });
const version = z.int().min(1);
const secret = z.string().min(20).max(100);

const mobile = z
  .string({ error: '请填写手机号' })
  .max(30)
  .overwrite(normalizePhone)
  .refine(isMobile, { error: '请填写 11 位手机号' });

const mailbox = z
  .string({ error: '请填写邮箱' })
  .max(100)
  .overwrite((text) => text.trim())
  .refine((text) => /^[^\s@<>"']+@[^\s@<>"']+\.[^\s@<>"']+$/.test(text), {
    error: '请填写完整的邮箱，例如 name@example.cn',
  });

/** Names of bodies are public; nothing is said of whether anybody has an account there. */
export const searchRequestBodies = endpoint({
  name: 'accounts.searchRequestBodies',
  method: 'GET',
  path: '/api/account-requests/organizations',
  summary: '申请账号时查找单位',
  query: z.strictObject({ q: z.string().max(100) }),
  output: z.strictObject({
    rows: z.array(z.strictObject({ id: idText(), name: z.string(), kind: organizationKindSchema })),
  }),
});

export const uploadLetter = endpoint({
  name: 'accounts.uploadLetter',
  method: 'POST',
  path: '/api/account-requests/letters',
  summary: '上传盖章授权书',
  output: z.strictObject({
    id: idText(),
    /** Shown to nobody else: who uploaded the letter attaches it with this. */
    secret,
    originalName: z.string(),
    byteCount: z.int(),
    sha256: z.string(),
    pageCount: z.int().optional(),
  }),
});

export const sendRequest = endpoint({
  name: 'accounts.sendRequest',
  method: 'POST',
  path: '/api/account-requests',
  summary: '提交账号申请（表 F24）',
  body: z.strictObject({
    organizationId: idText('请从名单中选择单位'),
    name: personName(),
    duty: shortText(50, '职务或岗位'),
    mobile,
    mailbox,
    purpose: longText(300, '用途'),
    letterId: idText('请上传盖章授权书；正在上传的，请等它传完再提交'),
    letterSecret: z.string().max(100),
  }),
  output: z.strictObject({ receiptNumber: z.string(), sentAt: instantText() }),
});

/** The number travels in the body: an address would stand in logs. */
export const readRequestState = endpoint({
  name: 'accounts.readRequestState',
  method: 'POST',
  path: '/api/account-requests/state',
  summary: '凭受理号查询账号申请',
  body: z.strictObject({
    receiptNumber: z.string({ error: '请填写受理号' }).min(1, { error: '请填写受理号' }).max(60),
  }),
  output: z.strictObject({
    receiptNumber: z.string(),
    organizationName: z.string(),
    status: z.enum(REQUEST_STATUSES),
    statusLabel: z.string(),
    sentAt: instantText(),
    decidedAt: instantText().nullable(),
    /** Only of a refusal. */
    reason: z.string().nullable(),
  }),
});

const requestRow = z.strictObject({
  id: idText(),
  receiptNumber: z.string(),
  status: z.enum(REQUEST_STATUSES),
  statusLabel: z.string(),
  name: z.string(),
  duty: z.string(),
  organizationId: idText(),
  organizationName: z.string(),
  organizationKind: organizationKindSchema,
  sentAt: instantText(),
  decidedAt: instantText().nullable(),
  version,
  permittedActions: z.array(z.enum(REQUEST_VERBS)),
});
export type RequestRow = z.output<typeof requestRow>;

export const listRequests = endpoint({
  name: 'accounts.listRequests',
  method: 'GET',
  path: '/api/people/requests',
  summary: '账号申请列表',
  personal: true,
  query: listQuery(
    {
      q: z.string().max(100).optional(),
      status: z.enum(REQUEST_STATUSES).optional(),
      organizationKind: organizationKindSchema.optional(),
    },
    ['sentAt', 'organizationName', 'name', 'status'],
    '-sentAt',
  ),
  output: listOutput(requestRow),
});

export const getRequest = endpoint({
  name: 'accounts.getRequest',
  method: 'GET',
  path: '/api/people/requests/:id',
  summary: '一份账号申请',
  params,
  output: z.strictObject({
    request: requestRow,
    purpose: z.string(),
    /** Masked; the whole is opened with a purpose (assurance C4). */
    mobile: z.string(),
    mailbox: z.string(),
    letter: z.strictObject({
      originalName: z.string(),
      byteCount: z.int(),
      pageCount: z.int().nullable(),
    }),
    reason: z.string().nullable(),
    /** Waiting requests with the same mobile number, this one included. */
    sameMobileCount: z.int(),
    grantableRoles: z.array(roleSchema),
    hasAdmin: z.boolean(),
  }),
});

export const revealRequest = endpoint({
  name: 'accounts.revealRequest',
  method: 'POST',
  path: '/api/people/requests/:id/contact',
  summary: '查看申请人的完整手机号和邮箱',
  params,
  body: z.strictObject({ purpose: shortText(100, '查看用途') }),
  output: z.strictObject({ mobile: z.string(), mailbox: z.string() }),
});

export const downloadLetter = endpoint({
  name: 'accounts.downloadLetter',
  method: 'GET',
  path: '/api/people/requests/:id/letter',
  summary: '下载授权书',
  params,
  output: z.unknown(),
});

export const approveRequest = endpoint({
  name: 'accounts.approve',
  method: 'POST',
  path: '/api/people/requests/:id/approval',
  summary: '同意账号申请，开通账号并生成激活链接',
  params,
  body: z.strictObject({ version, loginName: newLoginName, roles: newRoles }),
  output: z.strictObject({ person: personRow, link: z.string(), expiresAt: instantText() }),
});

export const refuseRequest = endpoint({
  name: 'accounts.refuse',
  method: 'POST',
  path: '/api/people/requests/:id/refusal',
  summary: '不同意账号申请',
  params,
  body: z.strictObject({ version, reason: shortText(200, '理由') }),
  output: requestRow,
});
