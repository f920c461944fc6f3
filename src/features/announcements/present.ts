import type { AnyActor } from '../../kernel/actor.ts';
import type { Instant } from '../../kernel/time.ts';
import { permittedVerbs } from '../../kernel/workflow.ts';
import type { Read } from '../../platform/db/database.ts';
import { fileRowOf } from '../../platform/files/file-columns.ts';
import { attachmentsOf } from './attachment-queries.ts';
import { audienceWords } from './audience.ts';
import { namesOfAudience } from './audience-queries.ts';
import type { ReaderDetail, ReaderRow } from './contract.ts';
import { subjectOf } from './deed.ts';
import {
  editionsOf,
  loadAnnouncement,
  type ReaderAnnouncement,
  type StoredAnnouncement,
} from './queries.ts';
import type { AnnouncementRecord, RegisterRow } from './register-contract.ts';
import { countReceipts, type ReceiptCounts } from './register-queries.ts';
import { receiptState } from './rules.ts';
import { announcementWorkflow } from './status.ts';

interface Reader {
  readonly actor: AnyActor;
  readonly at: Instant;
}

const verbsFor = (announcement: StoredAnnouncement, { actor, at }: Reader) =>
  permittedVerbs(announcementWorkflow, subjectOf(announcement), actor, at);

export const readerRowOf = (announcement: ReaderAnnouncement): ReaderRow => ({
  id: announcement.id,
  title: announcement.title,
  noticeNumber: announcement.noticeNumber,
  status: announcement.status,
  isPublic: announcement.isPublic,
  mustConfirm: announcement.mustConfirm,
  // What a reader sees was published.
  publishedAt: announcement.publishedAt ?? announcement.updatedAt,
  correctedAt: announcement.correctedAt,
  attachmentCount: announcement.attachmentIds.length,
  receipt: announcement.isRecipient
    ? receiptState(announcement, announcement.confirmEdition)
    : null,
});

/** What a reader gets; of a withdrawn one only that it is withdrawn, and why. */
export const readerDetailOf = async (
  read: Read,
  announcement: ReaderAnnouncement,
  reader: Reader,
): Promise<ReaderDetail> => {
  const isWithdrawn = announcement.status === 'WITHDRAWN';
  const editions = await editionsOf(read, announcement.id);
  const attachments = isWithdrawn
    ? []
    : await attachmentsOf(read, announcement.id, announcement.attachmentIds);
  return {
    ...readerRowOf(announcement),
    bodyHtml: isWithdrawn ? '' : announcement.bodyHtml,
    edition: announcement.edition,
    withdrawnAt: announcement.withdrawnAt,
    withdrawReason: announcement.withdrawReason,
    attachments: attachments.map(fileRowOf),
    editions: editions.map(({ number, title, publishedAt, reason }) => ({
      number,
      title,
      publishedAt,
      reason,
    })),
    readAt: announcement.readAt,
    confirmedAt: announcement.confirmedAt,
    permittedActions: verbsFor(announcement, reader),
  };
};

export const registerRowOf = (
  announcement: StoredAnnouncement,
  counts: ReceiptCounts,
  reader: Reader,
): RegisterRow => ({
  id: announcement.id,
  title: announcement.title,
  noticeNumber: announcement.noticeNumber,
  status: announcement.status,
  isPublic: announcement.isPublic,
  mustConfirm: announcement.mustConfirm,
  publishAt: announcement.publishAt,
  publishedAt: announcement.publishedAt,
  correctedAt: announcement.correctedAt,
  updatedAt: announcement.updatedAt,
  recipientCount: counts.recipientCount,
  readCount: counts.readCount,
  confirmedCount: counts.confirmedCount,
  permittedActions: verbsFor(announcement, reader),
});

/** Everything the office keeps of one announcement. @throws DomainError not_found */
export const recordOf = async (
  read: Read,
  id: string,
  reader: Reader,
): Promise<AnnouncementRecord> => {
  const announcement = await loadAnnouncement(read, id);
  const names = await namesOfAudience(read, announcement.audience);
  const attachments = await attachmentsOf(read, id, announcement.attachmentIds);
  return {
    ...registerRowOf(announcement, await countReceipts(read, id), reader),
    bodyHtml: announcement.bodyHtml,
    bodyText: announcement.bodyText,
    audience: announcement.audience,
    audienceWords: audienceWords(announcement.audience, names),
    audienceNames: {
      areas: [...names.areas],
      certificates: [...names.certificates],
      round: names.round,
    },
    attachments: attachments.map(fileRowOf),
    edition: announcement.edition,
    nudgedAt: announcement.nudgedAt,
    withdrawReason: announcement.withdrawReason,
    version: announcement.version,
  };
};
