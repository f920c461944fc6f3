import type { AnyActor } from '../../kernel/actor.ts';
import type { Instant } from '../../kernel/time.ts';
import { transit } from '../../kernel/workflow.ts';
import type { AuditEntry } from '../../platform/audit.ts';
import type { Read, Transaction } from '../../platform/db/database.ts';
import type { PlannedJob } from '../../platform/jobs.ts';
import { applicationChanged, applicationNotFound } from './errors.ts';
import { noticesOf } from './notices.ts';
import { findApplication } from './queries.ts';
import { type ApplicationRecord, subjectOf } from './record.ts';
import { type ApplicationStatus, type ApplicationVerb, applicationWorkflow } from './status.ts';

/** What every action of the feature works with. */
export interface ActionContext {
  readonly tx: Transaction;
  readonly actor: AnyActor;
  /** When the request was received: deadlines are judged by it. */
  readonly at: Instant;
  record(entry: AuditEntry): void;
  /** Plans what follows in the same transaction; building the demo tells nobody anything. */
  readonly plan?: (job: PlannedJob) => void;
}

export const actorId = (actor: AnyActor): string | null =>
  actor.kind === 'person' ? actor.userId : null;

/** @throws DomainError not_found outside the actor's scope. */
export const readApplication = async (
  read: Read,
  actor: AnyActor,
  applicationId: string,
): Promise<ApplicationRecord> => {
  const record = await findApplication(read, actor, applicationId);
  if (record === undefined) throw applicationNotFound();
  return record;
};

/** The same for an action. */
export const loadApplication = (
  context: ActionContext,
  applicationId: string,
): Promise<ApplicationRecord> => readApplication(context.tx, context.actor, applicationId);

export interface Step {
  readonly verb: ApplicationVerb;
  readonly reason?: string | undefined;
  readonly choose?: ApplicationStatus;
}

/**
 * Asks the workflow table about a loaded record and compares the version the user saw.
 * @throws DomainError conflict `application.changed`, or the table's refusal
 */
export const judge = (
  context: ActionContext,
  record: ApplicationRecord,
  version: number,
  step: Step,
): ApplicationStatus => {
  const to = transit(applicationWorkflow, subjectOf(record), context.actor, {
    ...step,
    at: context.at,
  });
  if (record.version !== version) throw applicationChanged();
  return to;
};

/**
 * Loads and judges: the beginning of every action.
 * @throws DomainError not_found, conflict `application.changed`, or the table's refusal
 */
export const take = async (
  context: ActionContext,
  target: { readonly applicationId: string; readonly version: number },
  step: Step,
): Promise<{ record: ApplicationRecord; to: ApplicationStatus }> => {
  const record = await loadApplication(context, target.applicationId);
  return { record, to: judge(context, record, target.version, step) };
};

export const editOf = (context: ActionContext, record: ApplicationRecord) => ({
  applicationId: record.id,
  version: record.version,
  actorId: actorId(context.actor),
  at: context.at,
});

/** The audit row of a transition, which is also the line in the record's history, and what people are told of it. */
export const recordStep = (
  context: ActionContext,
  record: ApplicationRecord,
  step: {
    readonly verb: ApplicationVerb;
    readonly to: ApplicationStatus;
    readonly reason?: string;
    readonly detail?: Record<string, unknown>;
  },
): void => {
  for (const job of noticesOf(record, { ...step, at: context.at })) context.plan?.(job);
  context.record({
    subjectKind: 'application',
    subjectId: record.id,
    action: `applications.${step.verb}`,
    fromStatus: record.status,
    toStatus: step.to,
    ...(step.reason === undefined || step.reason === '' ? {} : { reason: step.reason }),
    ...(step.detail === undefined ? {} : { detail: step.detail }),
  });
};
