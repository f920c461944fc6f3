import { z } from 'zod';
import { endpoint } from '../../kernel/endpoint.ts';
import { fileRow } from '../../kernel/file-row.ts';
import { shortHistoryRow } from '../../kernel/history.ts';
import { idText } from '../../kernel/id.ts';
import { listOutput, listQuery } from '../../kernel/list.ts';
import { longText, optionalText, shortText } from '../../kernel/text.ts';
import { instantText } from '../../kernel/time.ts';
import { MOST_CERTIFICATES } from './rules.ts';
import { SESSION_STATUSES, SESSION_VERBS } from './status.ts';

export const sessionParams = z.strictObject({ sessionId: idText() });
const status = z.enum(SESSION_STATUSES);
const version = z.int().min(1);
const monthText = z.string().regex(/^20\d\d-(?:0[1-9]|1[0-2])$/, {
  error: '请按“2025-04”的样子写月份',
});

const certificateName = z.strictObject({ id: idText(), name: z.string() });

const sessionRow = z.strictObject({
  id: idText(),
  title: z.string(),
  status,
  startsAt: instantText(),
  endsAt: instantText(),
  platform: z.string(),
  speaker: z.string(),
  organizationId: idText(),
  organizationName: z.string(),
  certificates: z.array(certificateName),
  /** Of the person who reads. */
  signedUp: z.boolean(),
  attended: z.boolean(),
  /** Another session that the person has signed up for is at the same time. */
  hasClash: z.boolean(),
  /** Only for the host and the office. */
  signUpCount: z.int().nullable(),
  hasRecording: z.boolean(),
});

export type SessionRow = z.output<typeof sessionRow>;

const clashRow = z.strictObject({
  id: idText(),
  title: z.string(),
  startsAt: instantText(),
  endsAt: instantText(),
});

const sessionDetail = sessionRow.extend({
  summary: z.string(),
  joinUrl: z.string(),
  joinNote: z.string(),
  contactNote: z.string(),
  recordingUrl: z.string(),
  recordingNote: z.string(),
  /** Why it was returned, cancelled or changed. */
  reason: z.string(),
  publishedAt: instantText().nullable(),
  materials: z.array(fileRow),
  /** Sessions that this one falls together with, among those the person has signed up for. */
  clashes: z.array(clashRow),
  /** When the code is shown and taken; the end is exclusive. */
  codeOpensAt: instantText(),
  codeClosesAt: instantText(),
  permittedActions: z.array(z.enum(SESSION_VERBS)),
  /** The host and the office: shows the code, reads who comes, answers. */
  isKeeper: z.boolean(),
  isHost: z.boolean(),
  version,
});

export type SessionDetail = z.output<typeof sessionDetail>;

const filters = {
  q: z.string().max(100).optional(),
  certificateId: idText().optional(),
  organizationId: idText().optional(),
  mine: z.enum(['yes']).optional(),
};

export const listSessions = endpoint({
  name: 'info-sessions.list',
  method: 'GET',
  path: '/api/info-sessions',
  summary: '说明会列表：已发布的，评价组织另有自己的草稿，项目办另有待审核的',
  query: listQuery(
    {
      ...filters,
      status: status.optional(),
      when: z.enum(['coming', 'past']).optional(),
      organization: z.enum(['own']).optional(),
    },
    ['startsAt', 'title', 'organizationName'],
    '-startsAt',
  ),
  output: listOutput(sessionRow),
});

export const sessionCalendar = endpoint({
  name: 'info-sessions.calendar',
  method: 'GET',
  path: '/api/info-session-calendar',
  summary: '一个月的说明会（北京时间）',
  /** The present month when it is left out. */
  query: z.strictObject({ month: monthText.optional(), ...filters }),
  output: z.strictObject({ rows: z.array(sessionRow) }),
});

export const getSession = endpoint({
  name: 'info-sessions.get',
  method: 'GET',
  path: '/api/info-sessions/:sessionId',
  summary: '一场说明会：时间、参会方式、材料、回放和本人的报名签到',
  params: sessionParams,
  output: sessionDetail,
});

export const sessionHistory = endpoint({
  name: 'info-sessions.history',
  method: 'GET',
  path: '/api/info-sessions/:sessionId/history',
  summary: '一场说明会的办理记录',
  params: sessionParams,
  output: z.strictObject({ rows: z.array(shortHistoryRow) }),
});

const webAddress = (label: string) =>
  z
    .string()
    .trim()
    .max(1000, { error: `${label}太长，请换用短一些的链接` })
    .refine((text) => text === '' || /^https?:\/\/[^\s<>"']+$/i.test(text), {
      error: `请填写以 http:// 或 https:// 开头的${label}`,
    })
    .default('');

/** Where and when; may still be changed after publication. */
const meeting = {
  startsAt: instantText(),
  endsAt: instantText(),
  platform: shortText(40, '平台'),
  joinUrl: webAddress('参会链接'),
  joinNote: optionalText(300, '会议号和密码'),
  speaker: shortText(100, '主讲人'),
  contactNote: optionalText(100, '咨询联系人'),
};

const draft = {
  title: shortText(80, '标题'),
  summary: longText(3000, '内容简介'),
  certificateIds: z
    .array(idText())
    .min(1, { error: '请选择这场说明会介绍的证书' })
    .max(MOST_CERTIFICATES, { error: `一场说明会最多介绍 ${MOST_CERTIFICATES} 个证书` })
    .refine((ids) => new Set(ids).size === ids.length, { error: '证书不要重复' }),
  ...meeting,
};

export const createSession = endpoint({
  name: 'info-sessions.create',
  method: 'POST',
  path: '/api/info-sessions',
  summary: '评价组织新建说明会（草稿）',
  body: z.strictObject(draft),
  output: sessionDetail,
});

export const updateSession = endpoint({
  name: 'info-sessions.update',
  method: 'PUT',
  path: '/api/info-sessions/:sessionId',
  summary: '修改草稿或退回的说明会',
  params: sessionParams,
  body: z.strictObject({ ...draft, version }),
  output: sessionDetail,
});

export const removeSession = endpoint({
  name: 'info-sessions.remove',
  method: 'DELETE',
  path: '/api/info-sessions/:sessionId',
  summary: '删除草稿或退回的说明会',
  params: sessionParams,
  output: z.strictObject({ removed: z.literal(true) }),
});

export const uploadMaterial = endpoint({
  name: 'info-sessions.uploadMaterial',
  method: 'POST',
  path: '/api/info-sessions/:sessionId/materials',
  summary: '上传一份材料',
  params: sessionParams,
  output: fileRow,
});

const materialParams = sessionParams.extend({ materialId: idText() });

export const removeMaterial = endpoint({
  name: 'info-sessions.removeMaterial',
  method: 'DELETE',
  path: '/api/info-sessions/:sessionId/materials/:materialId',
  summary: '移除一份材料',
  params: materialParams,
  output: z.strictObject({ removed: z.literal(true) }),
});

export const downloadMaterial = endpoint({
  name: 'info-sessions.downloadMaterial',
  method: 'GET',
  path: '/api/info-sessions/:sessionId/materials/:materialId',
  summary: '下载一份材料',
  params: materialParams,
  output: z.unknown(),
});

const verb = <const V extends string, const P extends string, B extends z.ZodType>(
  name: V,
  path: P,
  summary: string,
  body: B,
) =>
  endpoint({
    name: `info-sessions.${name}`,
    method: 'POST',
    path: `/api/info-sessions/:sessionId/${path}`,
    summary,
    params: sessionParams,
    body,
    output: sessionDetail,
  });

const seen = z.strictObject({ version });
const because = z.strictObject({ version, reason: optionalText(500, '原因') });

export const submitSession = verb('submit', 'submission', '提交项目办审核', seen);
export const withdrawSession = verb('withdraw', 'withdrawal', '审核前撤回修改', seen);
export const publishSession = verb('publish', 'publication', '审核通过并发布', seen);
export const returnSession = verb('return', 'return', '退回评价组织修改', because);
export const amendSession = verb(
  'amend',
  'amendment',
  '发布后改期或更改参会方式，并告知已报名的人',
  z.strictObject({ ...meeting, version, reason: optionalText(500, '原因') }),
);
export const cancelSession = verb(
  'cancel',
  'cancellation',
  '取消说明会，并告知已报名的人',
  because,
);
export const reportSession = verb(
  'report',
  'recording',
  '举行后登记回放',
  z.strictObject({
    version,
    recordingUrl: webAddress('回放链接'),
    recordingNote: optionalText(300, '回放说明'),
  }),
);
