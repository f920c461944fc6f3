import type { Route } from '../../platform/http/route.ts';
import { reviewRoutes } from './review-routes.ts';
import { applicantRoutes } from './routes.ts';
import { sampleRoutes } from './sample-routes.ts';

export { type ActionContext, readApplication } from './context.ts';
export type { ItemToFile } from './fact-queries.ts';
export { applicationConstraintTexts } from './errors.ts';
export { applicationFiles } from './files.ts';
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
export { applicationNoticeEvents } from './notices.ts';
export { applicationReminders } from './reminders.ts';
export { markFiled } from './filing-actions.ts';
export { applicationWorkflow } from './status.ts';
export { applicationTasks } from './tasks.ts';

export const applicationRoutes: readonly Route[] = [
  ...applicantRoutes,
  ...reviewRoutes,
  ...sampleRoutes,
];
