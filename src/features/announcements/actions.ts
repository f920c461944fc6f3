import type { Actor } from '../../kernel/actor.ts';
import { DomainError } from '../../kernel/error.ts';
import { characterCount } from '../../kernel/text.ts';
import { addMinutes, epochMs, isBefore } from '../../kernel/time.ts';
import type { StoredFile } from '../../platform/files/file-columns.ts';
import type { ReceivedFile } from '../../platform/files/file-store.ts';
import { newId } from '../../platform/random.ts';
import { cleanRichText, plainTextOf } from '../../platform/rich-text.ts';
import type { Audience } from './audience.ts';
import { attachmentsOf, insertAttachment } from './attachment-queries.ts';
import { type AnnouncementDeed, recordStep, step, touchOf } from './deed.ts';
import {
  attachmentNotFound,
  nobodyToNudge,
  nothingToConfirm,
  nudgedLately,
  refuseFindings,
} from './errors.ts';
import { tellPeople } from './notices.ts';
import {
  insertReading,
  loadForReader,
  lockAnnouncement,
  updateConfirmation,
  type Words,
} from './queries.ts';
import {
  deleteDraft,
  type Draft,
  insertAnnouncement,
  recipientIds,
  type Seen,
  updateDraft,
  updateNudged,
} from './register-queries.ts';
import { bodyFindings, MOST_ATTACHMENTS, NUDGE_MINUTES, receiptState } from './rules.ts';

/** What the editor sends, before it is cleaned. */
export interface GivenWords {
  readonly title: string;
  readonly noticeNumber: string | null;
  readonly bodyHtml: string;
  readonly attachmentIds: readonly string[];
}

export interface GivenDraft extends GivenWords {
  readonly isPublic: boolean;
  readonly mustConfirm: boolean;
  readonly audience: Audience;
}

/** Cleans the text by the allow-list. @throws DomainError unprocessable when it is too long */
export const cleanWords = (given: GivenWords): Words => {
  const bodyHtml = cleanRichText(given.bodyHtml);
  const bodyText = plainTextOf(bodyHtml);
  refuseFindings(bodyFindings(characterCount(bodyText)));
  return {
    title: given.title,
    noticeNumber: given.noticeNumber,
    bodyHtml,
    bodyText,
    attachmentIds: given.attachmentIds,
  };
};

const draftOf = (given: GivenDraft): Draft => ({
  ...cleanWords(given),
  isPublic: given.isPublic,
  mustConfirm: given.mustConfirm,
  audience: given.audience,
});

/** @throws DomainError not_found when one of the ids is not an attachment of this announcement */
export const requireAttachments = async (
  deed: AnnouncementDeed,
  announcementId: string,
  ids: readonly string[],
): Promise<void> => {
  const found = await attachmentsOf(deed.tx, announcementId, ids);
  if (found.length !== ids.length) throw attachmentNotFound();
};

/** Writes a draft and returns its id; attachments come afterwards. */
export const createAnnouncement = async (
  deed: AnnouncementDeed,
  given: GivenDraft,
): Promise<string> => {
  const id = newId(deed.at);
  if (given.attachmentIds.length > 0) throw attachmentNotFound();
  await insertAnnouncement(deed.tx, id, draftOf(given), touchOf(deed));
  recordStep(deed, { id, status: null }, { verb: 'create', to: 'DRAFT' });
  return id;
};

/** @throws DomainError conflict unless it is a draft at the version seen */
export const updateAnnouncement = async (
  deed: AnnouncementDeed,
  seen: Seen,
  given: GivenDraft,
): Promise<void> => {
  const before = await lockAnnouncement(deed.tx, seen.id);
  step(deed, before, 'edit');
  await requireAttachments(deed, seen.id, given.attachmentIds);
  await updateDraft(deed.tx, seen, draftOf(given), touchOf(deed));
  recordStep(deed, before, { verb: 'update', to: 'DRAFT' });
};

/** Only what nobody has ever read can be removed. @throws DomainError conflict for anything but a draft */
export const removeAnnouncement = async (deed: AnnouncementDeed, id: string): Promise<void> => {
  const before = await lockAnnouncement(deed.tx, id);
  step(deed, before, 'edit');
  await deleteDraft(deed.tx, id);
  recordStep(deed, before, { verb: 'remove', to: 'DRAFT', detail: { title: before.title } });
};

/** Keeps a received file for the announcement; a draft or a correction then names it. */
export const attachFile = async (
  deed: AnnouncementDeed & { readonly actor: Actor },
  announcementId: string,
  file: ReceivedFile,
): Promise<StoredFile> => {
  const announcement = await lockAnnouncement(deed.tx, announcementId);
  step(deed, announcement, announcement.status === 'PUBLISHED' ? 'nudge' : 'edit');
  if (announcement.attachmentIds.length >= MOST_ATTACHMENTS) {
    const text = `附件已有 ${MOST_ATTACHMENTS} 个，请先移除不用的，或合并为一个 PDF`;
    throw new DomainError('unprocessable', 'announcements.too_many_attachments', text);
  }
  const id = newId(deed.at);
  await insertAttachment(deed.tx, { id, announcementId, at: deed.at, by: deed.actor.userId, file });
  recordStep(deed, announcement, {
    verb: 'attach',
    to: announcement.status,
    detail: { attachmentId: id, sha256: file.sha256 },
  });
  const { storageKey, originalName, mediaType, byteCount, sha256, pageCount } = file;
  return {
    id,
    storageKey,
    originalName,
    mediaType,
    byteCount,
    sha256,
    ...(pageCount === undefined ? {} : { pageCount }),
  };
};

type Reading = Pick<AnnouncementDeed, 'tx' | 'at'> & { readonly actor: Actor };

/** Writes down that this person has opened it; somebody it was not sent to leaves no line. */
export const readAnnouncement = async ({ tx, actor, at }: Reading, id: string) => {
  const announcement = await loadForReader(tx, id, actor);
  if (!announcement.isRecipient) return null;
  if (announcement.readAt === null && announcement.status !== 'WITHDRAWN')
    await insertReading(tx, id, actor, at);
  return receiptState(
    { readAt: at, confirmedEdition: announcement.confirmedEdition },
    announcement.confirmEdition,
  );
};

/** @throws DomainError conflict when a correction came in between; unprocessable when nothing is to be confirmed */
export const confirmReading = async (
  deed: Reading & Pick<AnnouncementDeed, 'record'>,
  id: string,
  edition: number,
) => {
  const announcement = await loadForReader(deed.tx, id, deed.actor);
  const asks = announcement.mustConfirm && announcement.isRecipient;
  if (!asks || announcement.status !== 'PUBLISHED') throw nothingToConfirm();
  if (edition !== announcement.edition) {
    const text = '这篇通知刚刚更正过，请先看更正后的内容，再确认';
    throw new DomainError('conflict', 'announcements.corrected_meanwhile', text);
  }
  await insertReading(deed.tx, id, deed.actor, deed.at);
  await updateConfirmation(deed.tx, id, deed.actor.userId, { at: deed.at, edition });
  deed.record({ subjectKind: 'announcement', subjectId: id, detail: { edition } });
  return 'CONFIRMED' as const;
};

/**
 * Reminds those who have not done what was asked, and nobody else; once an hour for each announcement.
 * @throws DomainError too_many within the hour; unprocessable when nobody is left
 */
export const nudge = async (deed: AnnouncementDeed, id: string): Promise<number> => {
  const announcement = await lockAnnouncement(deed.tx, id);
  step(deed, announcement, 'nudge');
  if (announcement.nudgedAt !== null) {
    const again = addMinutes(announcement.nudgedAt, NUDGE_MINUTES);
    if (isBefore(deed.at, again))
      throw nudgedLately(Math.ceil((epochMs(again) - epochMs(deed.at)) / 1000));
  }
  const accountIds = await recipientIds(deed.tx, announcement, 'waiting');
  if (accountIds.length === 0) throw nobodyToNudge();
  await updateNudged(deed.tx, id, deed.at);
  tellPeople(deed, announcement, { event: 'nudged', key: deed.at, accountIds });
  recordStep(deed, announcement, {
    verb: 'nudge',
    to: announcement.status,
    detail: { personCount: accountIds.length },
  });
  return accountIds.length;
};
