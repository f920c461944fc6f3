import { SYSTEM } from '../../kernel/actor.ts';
import { type Instant, isBefore } from '../../kernel/time.ts';
import { appendAudit, type AuditEntry } from '../../platform/audit.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Database } from '../../platform/db/database.ts';
import { type JobHandler, jobHandler, type PlanJobs } from '../../platform/jobs.ts';
import { signedUpAccounts } from './attendee-queries.ts';
import { holdPublished } from './course-actions.ts';
import { holdDueKind, remindKind } from './job-kinds.ts';
import { tellReminder } from './notices.ts';
import { findOpen, sessionsToHold } from './queries.ts';
import { type ReminderName, REMINDERS } from './rules.ts';

interface Dependencies {
  readonly database: Database;
  readonly clock: Clock;
}

/** Ends one in its own transaction; a session holds nothing that waits for it. */
const holdOne = ({ database }: Dependencies, id: string, at: Instant): Promise<boolean> =>
  database.transaction(SYSTEM, async (tx) => {
    const entries: AuditEntry[] = [];
    const done = await holdPublished(
      {
        tx,
        actor: SYSTEM,
        at,
        record: (entry) => void entries.push(entry),
        plan: () => undefined,
      },
      id,
    );
    const moment = {
      actor: SYSTEM,
      action: 'info-sessions.hold',
      at,
      receivedAt: at,
      outcome: 'done',
    } as const;
    await appendAudit(tx, moment, entries);
    return done;
  });

/** Ends everything whose time is over; returns how many. Twice, or on two workers, ends nothing twice. */
export const holdDue = async (deps: Dependencies, signal?: AbortSignal): Promise<number> => {
  const at = deps.clock.now();
  const due = await deps.database.read(SYSTEM, (read) => sessionsToHold(read, at));
  let held = 0;
  for (const { id } of due) {
    if (signal?.aborted === true) break;
    if (await holdOne(deps, id, at)) held += 1;
  }
  return held;
};

/**
 * Tells those who have signed up by now. Nothing when the session was cancelled or put off since: then another
 * reminder is planned, or none is wanted. The notice's key keeps a second run from telling anybody twice.
 */
const remind = async (
  { database }: Dependencies,
  wanted: { readonly sessionId: string; readonly sequence: number; readonly name: ReminderName },
  at: Instant,
  plan: PlanJobs,
): Promise<void> =>
  await database.transaction(SYSTEM, async (tx) => {
    const session = await findOpen(tx, wanted.sessionId);
    if (session === undefined || session.status !== 'PUBLISHED') return;
    if (session.sequence !== wanted.sequence || !isBefore(at, session.startsAt)) return;
    // The queue's clock may be a little ahead: the retry comes seconds later.
    if (isBefore(at, REMINDERS[wanted.name].at(session.startsAt)))
      throw new Error('started before its instant');
    const accountIds = await signedUpAccounts(tx, session.id);
    await plan(tx, tellReminder(session, accountIds, wanted.name));
  });

export const infoSessionJobs = (deps: Dependencies): JobHandler[] => [
  jobHandler(remindKind, (wanted, _signal, plan) => remind(deps, wanted, deps.clock.now(), plan)),
  jobHandler(holdDueKind, async (_data, signal) => {
    await holdDue(deps, signal);
  }),
];
