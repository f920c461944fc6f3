export { notificationConstraintTexts } from './errors.ts';
export { expandNotice } from './expand.ts';
export { notificationJobs } from './jobs.ts';
export { reachOf } from './preview.ts';
export { notificationRoutes } from './routes.ts';
export { notificationSealings } from './sealings.ts';
