import { z } from 'zod';
import { SYSTEM } from '../../kernel/actor.ts';
import { DomainError } from '../../kernel/error.ts';
import { addMinutes, type Instant } from '../../kernel/time.ts';
import { transit } from '../../kernel/workflow.ts';
import { appendAudit, type AuditEntry } from '../../platform/audit.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Database } from '../../platform/db/database.ts';
import {
  type JobHandler,
  jobHandler,
  jobKind,
  type PlanJobs,
  type PlannedJob,
} from '../../platform/jobs.ts';
import { type ActionContext, editOf, loadApplication, recordStep } from './context.ts';
import { dueToLapse } from './fact-queries.ts';
import { updateStatus } from './queries.ts';
import { subjectOf } from './record.ts';
import { applicationWorkflow } from './status.ts';

/** Every minute: what the deadline has overtaken is closed. A worker that was down catches up at its first minute. */
export const lapseKind = jobKind({
  name: 'applications.lapse',
  data: z.strictObject({}),
  leaseSeconds: 120,
  retries: 3,
  cron: '* * * * *',
});

/**
 * What was received in time counts (A2), however long it waits for its turn on the last evening: nothing is closed
 * before such a request has had its end. A request is given two minutes to arrive, and its work less than one.
 */
const IN_FLIGHT_MINUTES = 3;

const BATCH = 200;

interface Closing {
  readonly database: Database;
  readonly at: Instant;
  /** Where what follows is planned; building the demo tells nobody anything. */
  readonly plan?: PlanJobs | undefined;
}

/** Closes one overdue application in its own transaction; asking the table again makes a second run harmless. */
const closeOverdue = async (
  { database, at, plan }: Closing,
  applicationId: string,
): Promise<boolean> =>
  await database.transaction(SYSTEM, async (tx) => {
    const entries: AuditEntry[] = [];
    const jobs: PlannedJob[] = [];
    const context: ActionContext = {
      tx,
      actor: SYSTEM,
      at,
      record: (entry) => void entries.push(entry),
      plan: (job) => void jobs.push(job),
    };
    const record = await loadApplication(context, applicationId);
    if (record.status !== 'DRAFT' && record.status !== 'RETURNED') return false;
    const to = transit(applicationWorkflow, subjectOf(record), SYSTEM, { verb: 'lapse', at });
    await updateStatus(tx, editOf(context, record), { status: to, decidedAt: at });
    recordStep(context, record, { verb: 'lapse', to });
    await appendAudit(
      tx,
      { actor: SYSTEM, action: 'applications.lapse', at, receivedAt: at, outcome: 'done' },
      entries,
    );
    await plan?.(tx, jobs);
    return true;
  });

/** @returns false when another worker, or the office, was faster */
const lapseOne = async (closing: Closing, applicationId: string): Promise<boolean> => {
  try {
    return await closeOverdue(closing, applicationId);
  } catch (error) {
    if (error instanceof DomainError && error.kind === 'conflict') return false;
    throw error;
  }
};

/** Closes everything that became due so many minutes before this instant; returns how many. */
export const lapseOverdue = async (
  database: Database,
  at: Instant,
  options: {
    readonly minutesDue?: number;
    readonly plan?: PlanJobs;
    readonly signal?: AbortSignal;
  } = {},
): Promise<number> => {
  const { minutesDue = 0, plan, signal } = options;
  const dueBy = addMinutes(at, -minutesDue);
  let closed = 0;
  for (;;) {
    const due = await database.read(SYSTEM, (read) => dueToLapse(read, dueBy, BATCH));
    if (due.length === 0 || signal?.aborted === true) return closed;
    let progress = 0;
    for (const { id } of due) if (await lapseOne({ database, at, plan }, id)) progress += 1;
    closed += progress;
    // Nothing moved: another worker is at the same applications, and the next minute looks again.
    if (progress === 0) return closed;
  }
};

export const applicationJobs = (deps: {
  readonly database: Database;
  readonly clock: Clock;
}): JobHandler[] => [
  jobHandler(lapseKind, async (_data, signal, plan) => {
    await lapseOverdue(deps.database, deps.clock.now(), {
      minutesDue: IN_FLIGHT_MINUTES,
      plan,
      signal,
    });
  }),
];
