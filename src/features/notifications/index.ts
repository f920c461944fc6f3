export { notificationConstraintTexts } from './errors.ts';
export { notificationJobs } from './jobs.ts';
export { notificationRoutes } from './routes.ts';
