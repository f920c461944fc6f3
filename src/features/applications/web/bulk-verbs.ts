import { type Actor, hasRole } from '../../../kernel/actor.ts';
import { applicationWorkflow } from '../status.ts';
import type { ApplicationStatus, ApplicationVerb } from '../status.ts';

/** Verbs that may be carried out on many applications at once. */
const BULK_VERBS = ['endorse', 'approve', 'retract', 'reconsider'] as const;
export type BulkVerb = (typeof BULK_VERBS)[number];

/** Which verb takes another back. */
const UNDO_OF: Partial<Record<ApplicationVerb, 'retract' | 'reconsider'>> = {
  endorse: 'retract',
  rejectByCity: 'retract',
  approve: 'reconsider',
  approveInPart: 'reconsider',
  reject: 'reconsider',
};

export const undoOf = (verb: ApplicationVerb): 'retract' | 'reconsider' | undefined =>
  UNDO_OF[verb];

/** The reason on record when somebody takes back what they have just sent. */
export const UNDO_REASON = '误操作，发出后随即撤销';

/** The bulk verbs of a person that fit at least one of the rows. */
export const bulkVerbsFor = (
  actor: Actor,
  rows: readonly { readonly status: ApplicationStatus }[],
): readonly BulkVerb[] =>
  BULK_VERBS.filter((verb) => {
    const row = applicationWorkflow.transitions.find((transition) => transition.verb === verb);
    if (row === undefined) return false;
    const from: readonly ApplicationStatus[] = row.from;
    return (
      hasRole(actor, ...row.by.filter((doer) => doer !== 'system')) &&
      rows.some((one) => from.includes(one.status))
    );
  });
