export { contactConstraintTexts } from './errors.ts';
export { hasLiveOfficer, namedPeopleOf } from './facts.ts';
export { contactJobs } from './jobs.ts';
export { contactNoticeEvents } from './notices.ts';
export { contactRoutes } from './routes.ts';
