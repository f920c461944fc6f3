import { z } from 'zod';
import { endpoint } from '../../kernel/endpoint.ts';
import { type FileRow, fileRow } from '../../kernel/file-row.ts';
import { idText } from '../../kernel/id.ts';
import { listOutput, listQuery } from '../../kernel/list.ts';
import { instantText } from '../../kernel/time.ts';
import {
  ANNOUNCEMENT_STATUSES,
  ANNOUNCEMENT_VERBS,
  RECEIPT_STATES,
  type ReceiptState,
} from './status.ts';

export const announcementParams = z.strictObject({ announcementId: idText() });
export const status = z.enum(ANNOUNCEMENT_STATUSES);
export const receiptStateText = z.enum(Object.keys(RECEIPT_STATES) as [ReceiptState]);

export const attachmentRow = fileRow;
export type AttachmentRow = FileRow;

const readerRow = z.strictObject({
  id: idText(),
  title: z.string(),
  noticeNumber: z.string().nullable(),
  status,
  isPublic: z.boolean(),
  mustConfirm: z.boolean(),
  publishedAt: instantText(),
  correctedAt: instantText().nullable(),
  attachmentCount: z.int(),
  /** Null: it can be read, but it was not sent to this person. */
  receipt: receiptStateText.nullable(),
});

export type ReaderRow = z.output<typeof readerRow>;

export const listAnnouncements = endpoint({
  name: 'announcements.list',
  method: 'GET',
  path: '/api/announcements',
  summary: '我能看到的通知公告，带我的阅读和确认情况',
  query: listQuery(
    {
      q: z.string().max(100).optional(),
      /** `mine`: waits for me, unread or still to be confirmed. */
      receipt: z.enum(['mine', 'unread', 'unconfirmed']).optional(),
      archived: z.enum(['yes']).optional(),
    },
    ['publishedAt', 'title'],
    '-publishedAt',
  ),
  output: listOutput(readerRow),
});

const editionRow = z.strictObject({
  number: z.int(),
  title: z.string(),
  publishedAt: instantText(),
  reason: z.string().nullable(),
});

const readerDetail = readerRow.extend({
  bodyHtml: z.string(),
  edition: z.int(),
  withdrawnAt: instantText().nullable(),
  withdrawReason: z.string().nullable(),
  attachments: z.array(attachmentRow),
  /** All editions, newest first. */
  editions: z.array(editionRow),
  readAt: instantText().nullable(),
  confirmedAt: instantText().nullable(),
  /** Only for the office. */
  permittedActions: z.array(z.enum(ANNOUNCEMENT_VERBS)),
});

export type ReaderDetail = z.output<typeof readerDetail>;

export const getAnnouncement = endpoint({
  name: 'announcements.get',
  method: 'GET',
  path: '/api/announcements/:announcementId',
  summary: '一篇通知公告',
  params: announcementParams,
  output: readerDetail,
});

export const getEdition = endpoint({
  name: 'announcements.getEdition',
  method: 'GET',
  path: '/api/announcements/:announcementId/editions/:number',
  summary: '一篇通知公告的某一版（更正之前的内容）',
  params: announcementParams.extend({ number: z.coerce.number().int().min(1).max(9999) }),
  output: z.strictObject({
    number: z.int(),
    title: z.string(),
    noticeNumber: z.string().nullable(),
    bodyHtml: z.string(),
    attachments: z.array(attachmentRow),
    reason: z.string().nullable(),
    publishedAt: instantText(),
  }),
});

export const markRead = endpoint({
  name: 'announcements.markRead',
  method: 'POST',
  path: '/api/announcements/:announcementId/reading',
  summary: '记下本人已读',
  params: announcementParams,
  body: z.strictObject({}),
  output: z.strictObject({ receipt: receiptStateText.nullable() }),
});

export const confirmAnnouncement = endpoint({
  name: 'announcements.confirm',
  method: 'POST',
  path: '/api/announcements/:announcementId/confirmation',
  summary: '确认已知悉',
  params: announcementParams,
  body: z.strictObject({
    /** The edition that was on the screen: a correction in between must be read first. */
    edition: z.int().min(1),
  }),
  output: z.strictObject({ receipt: receiptStateText.nullable() }),
});

export const downloadAttachment = endpoint({
  name: 'announcements.downloadAttachment',
  method: 'GET',
  path: '/api/announcements/:announcementId/attachments/:attachmentId',
  summary: '下载附件：公开通知任何人可下载，内部通知只有收件人可下载',
  params: announcementParams.extend({ attachmentId: idText() }),
  output: z.unknown(),
});
