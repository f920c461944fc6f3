import type { Actor } from '../../kernel/actor.ts';
import { DomainError } from '../../kernel/error.ts';
import type { AuditEntry } from '../../platform/audit.ts';
import type { Transaction } from '../../platform/db/database.ts';
import type { PlannedJob } from '../../platform/jobs.ts';
import type { ActionContext } from './context.ts';
import { findApplication } from './queries.ts';
import {
  approveApplication,
  endorseApplication,
  takeBackDecision,
  type Target,
} from './review-actions.ts';
import { applicationWorkflow } from './status.ts';

type ReviewContext = ActionContext & { readonly actor: Actor };
export type BulkVerb = 'endorse' | 'approve' | 'retract' | 'reconsider';

const carryOut = async (
  context: ReviewContext,
  verb: BulkVerb,
  target: Target,
  opinion: string,
) => {
  switch (verb) {
    case 'endorse':
      return await endorseApplication(context, { ...target, opinion, items: [] });
    case 'approve':
      return await approveApplication(context, { ...target, opinion, items: [], verb });
    case 'retract':
    case 'reconsider':
      return await takeBackDecision(context, { ...target, opinion, verb });
  }
};

/** Undoes the savepoint of a dry run: everything was tried for real, and nothing stays. */
class DryRun extends Error {
  readonly result: {
    readonly version: number;
    readonly status: keyof typeof applicationWorkflow.states;
  };
  constructor(result: DryRun['result']) {
    super('dry run');
    this.result = result;
  }
}

interface RowResult {
  readonly applicationId: string;
  readonly institutionName: string;
  readonly ok: boolean;
  readonly version: number;
  readonly text: string;
}

interface RowOutcome {
  readonly ok: boolean;
  readonly version: number;
  readonly text: string;
}

const attempt = async (
  context: ReviewContext,
  input: { readonly verb: BulkVerb; readonly opinion: string; readonly dryRun: boolean },
  target: Target,
): Promise<RowOutcome & { readonly entries: AuditEntry[]; readonly jobs: PlannedJob[] }> => {
  const entries: AuditEntry[] = [];
  const jobs: PlannedJob[] = [];
  const inner: ReviewContext = {
    ...context,
    record: (entry) => void entries.push(entry),
    plan: (job) => void jobs.push(job),
  };
  try {
    const result = await context.tx.savepoint(async () => {
      const done = await carryOut(inner, input.verb, target, input.opinion);
      if (input.dryRun) throw new DryRun(done);
      return done;
    });
    return {
      ok: true,
      version: result.version,
      text: applicationWorkflow.states[result.status].office,
      entries,
      jobs,
    };
  } catch (error) {
    if (error instanceof DryRun) {
      const text = `将变为：${applicationWorkflow.states[error.result.status].office}`;
      return { ok: true, version: target.version, text, entries: [], jobs: [] };
    }
    if (error instanceof DomainError)
      return { ok: false, version: target.version, text: error.text, entries: [], jobs: [] };
    throw error;
  }
};

/** Decides the ticked rows one by one, each in its own savepoint with its own audit row; others are not touched. */
export const bulkDecide = async (
  context: ReviewContext,
  input: {
    readonly verb: BulkVerb;
    readonly rows: readonly Target[];
    readonly opinion: string;
    readonly dryRun: boolean;
  },
): Promise<RowResult[]> => {
  const results: RowResult[] = [];
  for (const target of input.rows) {
    const name = await institutionNameOf(context.tx, context.actor, target.applicationId);
    const { entries, jobs, ...outcome } = await attempt(context, input, target);
    for (const entry of entries) context.record(entry);
    for (const job of jobs) context.plan?.(job);
    results.push({ applicationId: target.applicationId, institutionName: name, ...outcome });
  }
  return results;
};

const institutionNameOf = async (
  tx: Transaction,
  actor: Actor,
  applicationId: string,
): Promise<string> =>
  (await findApplication(tx, actor, applicationId))?.institutionName ?? '（不在您的管理范围内）';
