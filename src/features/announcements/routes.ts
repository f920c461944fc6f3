import { DomainError } from '../../kernel/error.ts';
import { formatBeijing } from '../../kernel/time.ts';
import type { CsvWriteColumn } from '../../platform/csv.ts';
import { fileRowOf } from '../../platform/files/file-columns.ts';
import { downloadRoute, listRoute, route, type Route } from '../../platform/http/route.ts';
import { confirmReading, readAnnouncement } from './actions.ts';
import { attachmentsOf } from './attachment-queries.ts';
import {
  confirmAnnouncement,
  downloadAttachment,
  getAnnouncement,
  getEdition,
  listAnnouncements,
  markRead,
  type ReaderRow,
} from './contract.ts';
import { attachmentNotFound } from './errors.ts';
import { readerDetailOf, readerRowOf } from './present.ts';
import { editionsOf, listForReader, loadForReader } from './queries.ts';
import { attachmentsReadable } from './attachment-access.ts';
import { announcementWorkflow, RECEIPT_STATES } from './status.ts';

const columns: readonly CsvWriteColumn<ReaderRow>[] = [
  { key: 'title', label: '标题' },
  { key: 'noticeNumber', label: '文号' },
  { key: 'publishedAt', label: '发布时间', value: (row) => formatBeijing(row.publishedAt) },
  {
    key: 'status',
    label: '状态',
    value: (row) => announcementWorkflow.states[row.status].applicant,
  },
  { key: 'mustConfirm', label: '需要确认', value: (row) => (row.mustConfirm ? '是' : '否') },
  {
    key: 'receipt',
    label: '本人',
    value: (row) => (row.receipt === null ? '' : RECEIPT_STATES[row.receipt]),
  },
];

const noSuchEdition = (): DomainError =>
  new DomainError(
    'not_found',
    'announcements.edition_not_found',
    '没有找到这一版，请从通知页面重新打开',
  );

export const readerRoutes: readonly Route[] = [
  listRoute(listAnnouncements, {
    access: 'signed_in',
    fileName: '通知公告',
    columns,
    handle: async ({ tx, query, actor }) => {
      const { rows, total } = await listForReader(tx, query, actor);
      return { rows: rows.map(readerRowOf), total, page: query.page, pageSize: query.pageSize };
    },
  }),
  route(getAnnouncement, {
    access: 'signed_in',
    audit: { none: '只读' },
    handle: async ({ tx, params, actor, receivedAt }) =>
      await readerDetailOf(tx, await loadForReader(tx, params.announcementId, actor), {
        actor,
        at: receivedAt,
      }),
  }),
  route(getEdition, {
    access: 'signed_in',
    audit: { none: '只读' },
    handle: async ({ tx, params, actor }) => {
      const announcement = await loadForReader(tx, params.announcementId, actor);
      const edition = (await editionsOf(tx, announcement.id)).find(
        ({ number }) => number === params.number,
      );
      if (edition === undefined || announcement.status === 'WITHDRAWN') throw noSuchEdition();
      const { attachmentIds, ...words } = edition;
      const attachments = await attachmentsOf(tx, announcement.id, attachmentIds);
      return { ...words, attachments: attachments.map(fileRowOf) };
    },
  }),
  route(markRead, {
    access: 'signed_in',
    audit: { none: '阅读回执本身就是记录' },
    handle: async ({ tx, params, actor, receivedAt }) => ({
      receipt: await readAnnouncement({ tx, actor, at: receivedAt }, params.announcementId),
    }),
  }),
  route(confirmAnnouncement, {
    access: 'signed_in',
    audit: 'record',
    handle: async (call) => ({
      receipt: await confirmReading(
        { ...call, at: call.receivedAt },
        call.params.announcementId,
        call.body.edition,
      ),
    }),
  }),
  downloadRoute(downloadAttachment, {
    access: 'public',
    audit: { none: '只读；公开附件任何人可下载' },
    handle: async ({ tx, params, actor }) => {
      const { announcementId, attachmentId } = params;
      const ids = await attachmentsReadable(tx, announcementId, actor);
      if (!ids.includes(attachmentId)) throw attachmentNotFound();
      const [attachment] = await attachmentsOf(tx, announcementId, [attachmentId]);
      if (attachment === undefined) throw attachmentNotFound();
      return {
        fileName: attachment.originalName,
        mediaType: attachment.mediaType,
        content: { storageKey: attachment.storageKey },
      };
    },
  }),
];
