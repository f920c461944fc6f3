import { transit } from '../../kernel/workflow.ts';
import type { ActionContext } from './context.ts';
import { actorId } from './context.ts';
import { applicationChanged } from './errors.ts';
import { lockForFiling, setFiled } from './queries.ts';
import { applicationWorkflow } from './status.ts';

/**
 * Marks approved applications as filed, one history line each; filings calls it in the transaction that confirms the
 * list. Two statements however many there are.
 * @throws DomainError where the table refuses (wrong state, role), conflict when one was changed meanwhile
 */
export const markFiled = async (
  context: ActionContext,
  applicationIds: readonly string[],
): Promise<void> => {
  const rows = await lockForFiling(context.tx, applicationIds);
  if (rows.length !== new Set(applicationIds).size) throw applicationChanged();
  for (const { id, status, institutionId } of rows) {
    const subject = {
      status,
      limits: { opensAt: null, submitBy: null, cityReviewDueAt: null },
      deeds: [],
      institutionId,
    };
    const to = transit(applicationWorkflow, subject, context.actor, {
      verb: 'file',
      at: context.at,
    });
    context.record({
      subjectKind: 'application',
      subjectId: id,
      action: 'applications.file',
      fromStatus: status,
      toStatus: to,
    });
  }
  const by = { actorId: actorId(context.actor), at: context.at };
  const changed = await setFiled(context.tx, applicationIds, by);
  if (changed !== rows.length) throw applicationChanged();
};
