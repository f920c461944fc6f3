import type { Route } from '../../platform/http/route.ts';
import { transit } from '../../kernel/workflow.ts';
import { type ActionContext, editOf, loadApplication, recordStep } from './context.ts';
import { updateStatus } from './queries.ts';
import { subjectOf } from './record.ts';
import { reviewRoutes } from './review-routes.ts';
import { applicantRoutes } from './routes.ts';
import { applicationWorkflow } from './status.ts';

export { type ActionContext, readApplication } from './context.ts';
export type { ItemToFile } from './fact-queries.ts';
export { applicationConstraintTexts } from './errors.ts';
export { applicationJobs, lapseOverdue } from './jobs.ts';
export { itemsToFile as decidedItemsToFile, openApplicationCount } from './fact-queries.ts';
export {
  createApplication,
  moveOwn,
  saveApplication,
  submitApplication,
  uploadPlan,
} from './actions.ts';
export {
  approveApplication,
  endorseApplication,
  rejectApplication,
  returnApplication,
} from './review-actions.ts';
export { applicationWorkflow } from './status.ts';

export const applicationRoutes: readonly Route[] = [...applicantRoutes, ...reviewRoutes];

/**
 * Marks approved applications as filed, one history line each; filings calls it in the transaction that confirms the
 * list. @throws DomainError where the table refuses (wrong state, role).
 */
export const markFiled = async (
  context: ActionContext,
  applicationIds: readonly string[],
): Promise<void> => {
  for (const applicationId of applicationIds) {
    const record = await loadApplication(context, applicationId);
    const to = transit(applicationWorkflow, subjectOf(record), context.actor, {
      verb: 'file',
      at: context.at,
    });
    await updateStatus(context.tx, editOf(context, record), { status: to });
    recordStep(context, record, { verb: 'file', to });
  }
};
