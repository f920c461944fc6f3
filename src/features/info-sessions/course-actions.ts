import { SYSTEM } from '../../kernel/actor.ts';
import { isBefore } from '../../kernel/time.ts';
import { signedUpAccounts } from './attendee-queries.ts';
import { recordStep, type SessionDeed, step, touchOf } from './deed.ts';
import { notHeld, refuseFindings } from './errors.ts';
import { plannedReminders } from './job-kinds.ts';
import {
  settleSubmitted,
  tellAmended,
  tellCancelled,
  tellPublished,
  tellRecorded,
  tellReturned,
} from './notices.ts';
import { lockSession, type Meeting, type Seen, updateSessionRow } from './queries.ts';
import { comingFindings, joinFindings, spanFindings } from './rules.ts';

/** Lets it out, and plans the reminders. @throws DomainError unprocessable when its time has come meanwhile */
export const publishSubmitted = async (deed: SessionDeed, seen: Seen): Promise<void> => {
  const session = await lockSession(deed.tx, seen.id, deed.actor);
  const status = step(deed, session, 'publish');
  refuseFindings(comingFindings(session, deed.at));
  await updateSessionRow(deed.tx, seen, { status, publishedAt: deed.at }, touchOf(deed));
  deed.plan(settleSubmitted(session, session.version));
  deed.plan(tellPublished(session));
  for (const job of plannedReminders(session, deed.at)) deed.plan(job);
  recordStep(deed, session, { verb: 'publish', to: status });
};

export const returnSubmitted = async (
  deed: SessionDeed,
  seen: Seen,
  reason: string,
): Promise<void> => {
  const session = await lockSession(deed.tx, seen.id, deed.actor);
  const status = step(deed, session, 'return', reason);
  await updateSessionRow(deed.tx, seen, { status, reason }, touchOf(deed));
  deed.plan(settleSubmitted(session, session.version));
  deed.plan(tellReturned(session, reason));
  recordStep(deed, session, { verb: 'return', to: status, reason });
};

/** Another time or another way in; whoever has signed up is told, and reminded of the new time only. */
export const amendPublished = async (
  deed: SessionDeed,
  seen: Seen,
  { reason, ...meeting }: Meeting & { readonly reason: string },
): Promise<void> => {
  const session = await lockSession(deed.tx, seen.id, deed.actor);
  const status = step(deed, session, 'amend', reason);
  refuseFindings([
    ...spanFindings(meeting),
    ...comingFindings(meeting, deed.at),
    ...joinFindings(meeting),
  ]);
  await updateSessionRow(
    deed.tx,
    seen,
    { status, meeting, reason, isNewSequence: true },
    touchOf(deed),
  );
  const after = { ...session, ...meeting, sequence: session.sequence + 1 };
  const accountIds = await signedUpAccounts(deed.tx, session.id);
  for (const job of tellAmended(after, accountIds, reason)) deed.plan(job);
  for (const job of plannedReminders(after, deed.at)) deed.plan(job);
  recordStep(deed, session, {
    verb: 'amend',
    to: status,
    reason,
    detail: {
      before: { startsAt: session.startsAt, endsAt: session.endsAt },
      after: { startsAt: meeting.startsAt, endsAt: meeting.endsAt },
      personCount: accountIds.length,
    },
  });
};

export const cancelPublished = async (
  deed: SessionDeed,
  seen: Seen,
  reason: string,
): Promise<void> => {
  const session = await lockSession(deed.tx, seen.id, deed.actor);
  const status = step(deed, session, 'cancel', reason);
  await updateSessionRow(deed.tx, seen, { status, reason, isNewSequence: true }, touchOf(deed));
  const accountIds = await signedUpAccounts(deed.tx, session.id);
  for (const job of tellCancelled(session, accountIds, reason)) deed.plan(job);
  recordStep(deed, session, {
    verb: 'cancel',
    to: status,
    reason,
    detail: { personCount: accountIds.length },
  });
};

/** The system's part: the row is locked first, so of several workers one ends it. Returns whether this call did. */
export const holdPublished = async (deed: SessionDeed, sessionId: string): Promise<boolean> => {
  const session = await lockSession(deed.tx, sessionId, SYSTEM);
  if (session.status !== 'PUBLISHED' || isBefore(deed.at, session.endsAt)) return false;
  const status = step({ ...deed, actor: SYSTEM }, session, 'hold');
  await updateSessionRow(deed.tx, session, { status }, touchOf(deed));
  recordStep(deed, session, { verb: 'hold', to: status });
  return true;
};

/**
 * Where it can be seen afterwards; those who had signed up are told the first time.
 * @throws DomainError conflict before it has taken place
 */
export const reportHeld = async (
  deed: SessionDeed,
  seen: Seen,
  recording: { readonly url: string; readonly note: string },
): Promise<void> => {
  const session = await lockSession(deed.tx, seen.id, deed.actor);
  const { status } = session;
  if (status !== 'HELD') throw notHeld();
  await updateSessionRow(deed.tx, seen, { status, recording }, touchOf(deed));
  const isNew = session.recordingUrl === '' && recording.url !== '';
  const accountIds = isNew ? await signedUpAccounts(deed.tx, session.id) : [];
  for (const job of tellRecorded(session, accountIds)) deed.plan(job);
  recordStep(deed, session, { verb: 'report', to: status });
};
