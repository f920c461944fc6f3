import { z } from 'zod';
import { endpoint } from '../../kernel/endpoint.ts';
import { shortHistoryRow } from '../../kernel/history.ts';
import { idText } from '../../kernel/id.ts';
import { listOutput, listQuery } from '../../kernel/list.ts';
import { optionalText, shortText } from '../../kernel/text.ts';
import { instantText } from '../../kernel/time.ts';
import { ORGANIZATION_KINDS, type OrganizationKind } from '../../kernel/actor.ts';
import { audienceSchema } from './audience.ts';
import { announcementParams, attachmentRow, receiptStateText, status } from './contract.ts';
import { MOST_ATTACHMENTS, MOST_HTML } from './rules.ts';
import { ANNOUNCEMENT_VERBS } from './status.ts';

const version = z.int().min(1);
const kind = z.enum(Object.keys(ORGANIZATION_KINDS) as [OrganizationKind]);

const words = {
  title: shortText(100, '标题'),
  noticeNumber: shortText(60, '文号').nullable().default(null),
  bodyHtml: z
    .string()
    .max(MOST_HTML, {
      error: '正文太长，没有保存。内容还在页面上：请删减，或把长材料改为附件后再保存',
    })
    .default(''),
  attachmentIds: z
    .array(idText())
    .max(MOST_ATTACHMENTS, { error: `附件最多 ${MOST_ATTACHMENTS} 个，请合并或打包为一个 PDF` })
    .refine((ids) => new Set(ids).size === ids.length, { error: '附件不要重复' })
    .default([]),
};

const draft = {
  ...words,
  isPublic: z.boolean().default(false),
  mustConfirm: z.boolean().default(false),
  audience: audienceSchema.prefault({}),
};

const registerRow = z.strictObject({
  id: idText(),
  title: z.string(),
  noticeNumber: z.string().nullable(),
  status,
  isPublic: z.boolean(),
  mustConfirm: z.boolean(),
  publishAt: instantText().nullable(),
  publishedAt: instantText().nullable(),
  correctedAt: instantText().nullable(),
  updatedAt: instantText(),
  recipientCount: z.int(),
  readCount: z.int(),
  confirmedCount: z.int(),
  permittedActions: z.array(z.enum(ANNOUNCEMENT_VERBS)),
});

export type RegisterRow = z.output<typeof registerRow>;

const record = registerRow.extend({
  bodyHtml: z.string(),
  bodyText: z.string(),
  audience: audienceSchema,
  audienceWords: z.string(),
  audienceNames: z.strictObject({
    areas: z.array(z.strictObject({ code: z.string(), name: z.string() })),
    certificates: z.array(z.strictObject({ id: idText(), name: z.string() })),
    round: z.strictObject({ id: idText(), title: z.string() }).nullable(),
  }),
  attachments: z.array(attachmentRow),
  edition: z.int(),
  nudgedAt: instantText().nullable(),
  withdrawReason: z.string().nullable(),
  version: z.int(),
});

export type AnnouncementRecord = z.output<typeof record>;

export const listRegister = endpoint({
  name: 'announcements.register',
  method: 'GET',
  path: '/api/announcement-register',
  summary: '项目办的通知公告台账',
  query: listQuery(
    { q: z.string().max(100).optional(), status: status.optional() },
    ['updatedAt', 'publishedAt', 'title'],
    '-updatedAt',
  ),
  output: listOutput(registerRow),
});

export const getRecord = endpoint({
  name: 'announcements.getRecord',
  method: 'GET',
  path: '/api/announcement-register/:announcementId',
  summary: '项目办看一篇通知公告的全部内容',
  params: announcementParams,
  output: record,
});

export const createAnnouncementEndpoint = endpoint({
  name: 'announcements.create',
  method: 'POST',
  path: '/api/announcement-register',
  summary: '新建通知公告（草稿）',
  body: z.strictObject(draft),
  output: record,
});

export const updateAnnouncementEndpoint = endpoint({
  name: 'announcements.update',
  method: 'PUT',
  path: '/api/announcement-register/:announcementId',
  summary: '修改通知公告草稿',
  params: announcementParams,
  body: z.strictObject({ ...draft, version }),
  output: record,
});

export const removeAnnouncementEndpoint = endpoint({
  name: 'announcements.remove',
  method: 'DELETE',
  path: '/api/announcement-register/:announcementId',
  summary: '删除通知公告草稿',
  params: announcementParams,
  output: z.strictObject({ removed: z.literal(true) }),
});

export const uploadAttachment = endpoint({
  name: 'announcements.uploadAttachment',
  method: 'POST',
  path: '/api/announcement-register/:announcementId/attachments',
  summary: '上传一个附件；写进附件列表后才算数',
  params: announcementParams,
  output: attachmentRow,
});

export const scheduleEndpoint = endpoint({
  name: 'announcements.schedule',
  method: 'POST',
  path: '/api/announcement-register/:announcementId/schedule',
  summary: '定时发布',
  params: announcementParams,
  body: z.strictObject({ publishAt: instantText(), version }),
  output: record,
});

export const unscheduleEndpoint = endpoint({
  name: 'announcements.unschedule',
  method: 'DELETE',
  path: '/api/announcement-register/:announcementId/schedule',
  summary: '取消定时发布，退回草稿',
  params: announcementParams,
  output: record,
});

export const publishEndpoint = endpoint({
  name: 'announcements.publish',
  method: 'POST',
  path: '/api/announcement-register/:announcementId/publication',
  summary: '立即发布并通知收件人',
  params: announcementParams,
  body: z.strictObject({ version }),
  output: record,
});

export const correctEndpoint = endpoint({
  name: 'announcements.correct',
  method: 'POST',
  path: '/api/announcement-register/:announcementId/corrections',
  summary: '更正已发布的通知公告；旧版保留',
  params: announcementParams,
  body: z.strictObject({
    ...words,
    version,
    reason: optionalText(500, '更正说明'),
    /** Whoever had confirmed must confirm again. */
    reconfirm: z.boolean().default(false),
  }),
  output: record,
});

export const withdrawEndpoint = endpoint({
  name: 'announcements.withdraw',
  method: 'POST',
  path: '/api/announcement-register/:announcementId/withdrawal',
  summary: '撤回通知公告',
  params: announcementParams,
  body: z.strictObject({ version, reason: optionalText(500, '撤回原因') }),
  output: record,
});

export const archiveEndpoint = endpoint({
  name: 'announcements.archive',
  method: 'POST',
  path: '/api/announcement-register/:announcementId/archive',
  summary: '归档通知公告',
  params: announcementParams,
  body: z.strictObject({ version }),
  output: record,
});

export const audienceSummary = endpoint({
  name: 'announcements.audienceSummary',
  method: 'GET',
  path: '/api/announcement-register/:announcementId/audience-summary',
  summary: '按现在的数据会通知多少单位、多少人',
  params: announcementParams,
  output: z.strictObject({
    organizationCount: z.int(),
    personCount: z.int(),
    /** Organizations that fit and have nobody with an active account of the chosen roles. */
    emptyCount: z.int(),
    kinds: z.array(z.strictObject({ kind, organizationCount: z.int(), personCount: z.int() })),
  }),
});

const audienceRow = z.strictObject({
  organizationId: idText(),
  organizationName: z.string(),
  kind,
  areaName: z.string(),
  personCount: z.int(),
});

export type AudienceRow = z.output<typeof audienceRow>;

export const listAudience = endpoint({
  name: 'announcements.listAudience',
  method: 'GET',
  path: '/api/announcement-register/:announcementId/audience',
  summary: '按现在的数据会通知哪些单位',
  params: announcementParams,
  query: listQuery({ q: z.string().max(100).optional(), empty: z.enum(['yes']).optional() }, [
    'organizationName',
    'personCount',
  ]),
  output: listOutput(audienceRow),
});

const receiptRow = z.strictObject({
  organizationId: idText(),
  organizationName: z.string(),
  kind,
  recipientCount: z.int(),
  readCount: z.int(),
  confirmedCount: z.int(),
  firstReadAt: instantText().nullable(),
});

export type ReceiptRow = z.output<typeof receiptRow>;

export const listReceipts = endpoint({
  name: 'announcements.receipts',
  method: 'GET',
  path: '/api/announcement-register/:announcementId/receipts',
  summary: '各单位的阅读和确认情况',
  params: announcementParams,
  query: listQuery(
    {
      q: z.string().max(100).optional(),
      /** `none`: nobody there has read it; `unconfirmed`: nobody has confirmed it. */
      state: z.enum(['none', 'unconfirmed', 'confirmed']).optional(),
    },
    ['organizationName', 'readCount', 'confirmedCount'],
  ),
  output: listOutput(receiptRow),
});

const recipientRow = z.strictObject({
  accountId: idText(),
  name: z.string(),
  organizationName: z.string(),
  receipt: receiptStateText,
  readAt: instantText().nullable(),
  confirmedAt: instantText().nullable(),
});

export type RecipientRow = z.output<typeof recipientRow>;

export const listRecipients = endpoint({
  name: 'announcements.recipients',
  method: 'GET',
  path: '/api/announcement-register/:announcementId/recipients',
  summary: '每个收件人的阅读和确认情况',
  personal: true,
  params: announcementParams,
  query: listQuery(
    {
      q: z.string().max(100).optional(),
      receipt: receiptStateText.optional(),
      /** `yes`: has not done what was asked. */
      waiting: z.enum(['yes']).optional(),
    },
    ['organizationName', 'name', 'readAt'],
  ),
  output: listOutput(recipientRow),
});

export const nudgeEndpoint = endpoint({
  name: 'announcements.nudge',
  method: 'POST',
  path: '/api/announcement-register/:announcementId/nudge',
  summary: '提醒还没有阅读（或确认）的人；每小时最多一次',
  params: announcementParams,
  body: z.strictObject({}),
  output: z.strictObject({ personCount: z.int() }),
});

const channelReach = z.strictObject({
  channel: z.string(),
  label: z.string(),
  isOpen: z.boolean(),
  count: z.int(),
  quietCount: z.int(),
  digestCount: z.int(),
  offCount: z.int(),
  unreachableCount: z.int(),
});

const reach = z.strictObject({
  /** When it would be told. */
  at: instantText(),
  organizationCount: z.int(),
  /** Organizations that fit and have nobody to tell. */
  emptyCount: z.int(),
  /** The first few, by name. */
  organizations: z.array(z.strictObject({ name: z.string(), personCount: z.int() })),
  personCount: z.int(),
  inboxCount: z.int(),
  channels: z.array(channelReach),
  inboxOnlyCount: z.int(),
  nothingCount: z.int(),
  latestAt: instantText().nullable(),
});

export type AnnouncementReach = z.output<typeof reach>;

export const announcementReach = endpoint({
  name: 'announcements.reach',
  method: 'GET',
  path: '/api/announcement-register/:announcementId/reach',
  summary: '群发前试算：各通道多少人收到、多少人收不到、何时送到',
  params: announcementParams,
  query: z.strictObject({
    step: z.enum(['publish', 'nudge']),
    /** When it is going to be published; left out: now. */
    at: instantText().optional(),
  }),
  output: reach,
});

export const announcementHistory = endpoint({
  name: 'announcements.history',
  method: 'GET',
  path: '/api/announcement-register/:announcementId/history',
  summary: '通知公告的办理记录',
  params: announcementParams,
  output: z.strictObject({ rows: z.array(shortHistoryRow) }),
});
