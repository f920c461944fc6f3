import type { Actor } from '../../kernel/actor.ts';
import type { Read } from '../../platform/db/database.ts';
import { activePeopleOf } from './handover-queries.ts';
import { openAccounts } from './people-queries.ts';
import { explain, type SourcedWorkflow } from './permission-rules.ts';

/** What this person may do, why, and who of the same body may do the rest. */
export const myPermissions = async (
  read: Read,
  actor: Actor,
  workflows: readonly SourcedWorkflow[],
) => {
  await openAccounts(read, actor);
  const people = await activePeopleOf(read, actor.organizationId);
  const colleagues = people.filter(({ id }) => id !== actor.userId);
  return { workflows: workflows.map((workflow) => explain(workflow, actor, colleagues)) };
};
