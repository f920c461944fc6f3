import { SYSTEM } from '../../kernel/actor.ts';
import { DomainError } from '../../kernel/error.ts';
import { type Instant, isBefore } from '../../kernel/time.ts';
import { appendAudit, type AuditEntry } from '../../platform/audit.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Database } from '../../platform/db/database.ts';
import {
  type JobHandler,
  jobHandler,
  type PlanJobs,
  type PlannedJob,
} from '../../platform/jobs.ts';
import { releaseAnnouncement } from './publish-actions.ts';
import { dueAnnouncements } from './register-queries.ts';
import { releaseDueKind, releaseKind } from './release-kind.ts';

interface Dependencies {
  readonly database: Database;
  readonly clock: Clock;
}

/** Publishes one in its own transaction: status, recipients, messages and audit row are there together or not at all. */
const releaseOne = async (
  { database }: Dependencies,
  id: string,
  at: Instant,
  plan: PlanJobs,
): Promise<boolean> =>
  await database.transaction(SYSTEM, async (tx) => {
    const entries: AuditEntry[] = [];
    const jobs: PlannedJob[] = [];
    const done = await releaseAnnouncement(
      {
        tx,
        actor: SYSTEM,
        at,
        record: (entry) => void entries.push(entry),
        plan: (job) => void jobs.push(job),
      },
      id,
    );
    const moment = {
      actor: SYSTEM,
      action: 'announcements.release',
      at,
      receivedAt: at,
      outcome: 'done',
    } as const;
    await appendAudit(tx, moment, entries);
    await plan(tx, jobs);
    return done;
  });

/** A draft that was removed meanwhile is no fault of the job. */
const unlessGone = async (work: () => Promise<boolean>): Promise<boolean> => {
  try {
    return await work();
  } catch (error) {
    if (error instanceof DomainError && error.kind === 'not_found') return false;
    throw error;
  }
};

/** Publishes everything that is due; returns how many. Running twice, or on two workers, publishes nothing twice. */
export const releaseDue = async (
  deps: Dependencies,
  plan: PlanJobs,
  signal?: AbortSignal,
): Promise<number> => {
  const at = deps.clock.now();
  const due = await deps.database.read(SYSTEM, (read) => dueAnnouncements(read, at));
  let released = 0;
  for (const { id } of due) {
    if (signal?.aborted === true) break;
    if (await unlessGone(() => releaseOne(deps, id, at, plan))) released += 1;
  }
  return released;
};

export const announcementJobs = (deps: Dependencies): JobHandler[] => [
  jobHandler(releaseKind, async ({ announcementId, publishAt }, _signal, plan) => {
    const at = deps.clock.now();
    // The queue's clock may be a little ahead: the retry comes seconds later.
    if (isBefore(at, publishAt)) throw new Error('started before its instant');
    await unlessGone(() => releaseOne(deps, announcementId, at, plan));
  }),
  jobHandler(releaseDueKind, async (_data, signal, plan) => {
    await releaseDue(deps, plan, signal);
  }),
];
