import { SYSTEM } from '../../kernel/actor.ts';
import { characterCount } from '../../kernel/text.ts';
import { type Instant, isBefore } from '../../kernel/time.ts';
import { planned } from '../../platform/jobs.ts';
import { cleanWords, type GivenWords, requireAttachments } from './actions.ts';
import { insertRecipients } from './audience-queries.ts';
import { type AnnouncementDeed, recordStep, step, touchOf } from './deed.ts';
import { refuseFindings } from './errors.ts';
import { tellPeople } from './notices.ts';
import { lockAnnouncement, type StoredAnnouncement } from './queries.ts';
import {
  insertEdition,
  recipientIds,
  type Seen,
  updateCorrected,
  updateStatus,
} from './register-queries.ts';
import { releaseKind } from './release-kind.ts';
import { bodyFindings, publishFindings, scheduleFindings } from './rules.ts';
import type { AnnouncementStatus } from './status.ts';

/** Recipients, first edition and messages, in the one transaction of the publication. */
const bringOut = async (
  deed: AnnouncementDeed,
  announcement: StoredAnnouncement,
  to: { readonly seen: Seen; readonly status: AnnouncementStatus; readonly verb: string },
): Promise<void> => {
  refuseFindings([
    ...publishFindings(announcement.bodyText),
    ...bodyFindings(characterCount(announcement.bodyText)),
  ]);
  await updateStatus(
    deed.tx,
    to.seen,
    { status: to.status, publishAt: null, publishedAt: deed.at, edition: 1 },
    touchOf(deed),
  );
  await insertEdition(deed.tx, { ...announcement, number: 1, reason: null }, touchOf(deed));
  await insertRecipients(deed.tx, announcement.id, announcement.audience);
  const accountIds = await recipientIds(deed.tx, announcement, 'all');
  tellPeople(deed, announcement, { event: 'published', key: 'published', accountIds });
  recordStep(deed, announcement, {
    verb: to.verb,
    to: to.status,
    detail: { personCount: accountIds.length, isPublic: announcement.isPublic },
  });
};

/** @throws DomainError conflict unless it is a draft or scheduled, at the version seen; unprocessable without a text */
export const publishAnnouncement = async (deed: AnnouncementDeed, seen: Seen): Promise<void> => {
  const announcement = await lockAnnouncement(deed.tx, seen.id);
  const status = step(deed, announcement, 'publish');
  await bringOut(deed, announcement, { seen, status, verb: 'publish' });
};

/** @throws DomainError unprocessable when the instant has passed or the text is missing */
export const scheduleAnnouncement = async (
  deed: AnnouncementDeed,
  seen: Seen,
  publishAt: Instant,
): Promise<void> => {
  const announcement = await lockAnnouncement(deed.tx, seen.id);
  const status = step(deed, announcement, 'schedule');
  refuseFindings([
    ...scheduleFindings(publishAt, deed.at),
    ...publishFindings(announcement.bodyText),
  ]);
  await updateStatus(deed.tx, seen, { status, publishAt }, touchOf(deed));
  deed.plan(
    planned(
      releaseKind,
      { announcementId: announcement.id, publishAt },
      { startAfter: publishAt, key: `${announcement.id}:${publishAt}` },
    ),
  );
  recordStep(deed, announcement, { verb: 'schedule', to: status, detail: { publishAt } });
};

/** Back to a draft; the planned job finds nothing to do. */
export const unscheduleAnnouncement = async (deed: AnnouncementDeed, id: string): Promise<void> => {
  const announcement = await lockAnnouncement(deed.tx, id);
  const status = step(deed, announcement, 'unschedule');
  await updateStatus(deed.tx, announcement, { status, publishAt: null }, touchOf(deed));
  recordStep(deed, announcement, { verb: 'unschedule', to: status });
};

/**
 * The system's part of a scheduled publication. The row is locked first, so of several workers one publishes and the
 * others find it done. Returns whether this call published it.
 */
export const releaseAnnouncement = async (deed: AnnouncementDeed, id: string): Promise<boolean> => {
  const announcement = await lockAnnouncement(deed.tx, id);
  const { status, publishAt } = announcement;
  if (status !== 'SCHEDULED' || publishAt === null || isBefore(deed.at, publishAt)) return false;
  const next = step({ ...deed, actor: SYSTEM }, announcement, 'release');
  await bringOut(deed, announcement, { seen: announcement, status: next, verb: 'release' });
  return true;
};

/** A new edition beside the old ones; everybody who was told is told again. */
export const correctAnnouncement = async (
  deed: AnnouncementDeed,
  seen: Seen,
  given: GivenWords & { readonly reason: string; readonly reconfirm: boolean },
): Promise<void> => {
  const before = await lockAnnouncement(deed.tx, seen.id);
  const status = step(deed, before, 'correct', given.reason);
  await requireAttachments(deed, seen.id, given.attachmentIds);
  const words = cleanWords(given);
  refuseFindings(publishFindings(words.bodyText));
  const edition = before.edition + 1;
  const confirmEdition = given.reconfirm ? edition : before.confirmEdition;
  await updateCorrected(deed.tx, seen, { ...words, edition, confirmEdition }, touchOf(deed));
  await insertEdition(
    deed.tx,
    { ...words, id: seen.id, number: edition, reason: given.reason },
    touchOf(deed),
  );
  const accountIds = await recipientIds(deed.tx, before, 'all');
  tellPeople(
    deed,
    { ...before, ...words, mustConfirm: before.mustConfirm && given.reconfirm },
    { event: 'corrected', key: `edition-${edition}`, accountIds, reason: given.reason },
  );
  recordStep(deed, before, {
    verb: 'correct',
    to: status,
    reason: given.reason,
    detail: { edition, reconfirm: given.reconfirm },
  });
};

/** Nobody can read it any more; whoever was told is told why. */
export const withdrawAnnouncement = async (
  deed: AnnouncementDeed,
  seen: Seen,
  reason: string,
): Promise<void> => {
  const announcement = await lockAnnouncement(deed.tx, seen.id);
  const status = step(deed, announcement, 'withdraw', reason);
  const withdrawn = { at: deed.at, reason };
  await updateStatus(deed.tx, seen, { status, withdrawn }, touchOf(deed));
  const accountIds = await recipientIds(deed.tx, announcement, 'all');
  tellPeople(deed, announcement, { event: 'withdrawn', key: 'withdrawn', accountIds, reason });
  recordStep(deed, announcement, { verb: 'withdraw', to: status, reason });
};

/** Out of the lists, still there at its address. */
export const archiveAnnouncement = async (deed: AnnouncementDeed, seen: Seen): Promise<void> => {
  const announcement = await lockAnnouncement(deed.tx, seen.id);
  const status = step(deed, announcement, 'archive');
  await updateStatus(deed.tx, seen, { status }, touchOf(deed));
  recordStep(deed, announcement, { verb: 'archive', to: status });
};
