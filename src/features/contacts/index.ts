export { confirmContacts, endContact, registerContact, reportContact } from './actions.ts';
export { contactConstraintTexts } from './errors.ts';
export { hasLiveOfficer, namedPeopleOf, type NamedPeople } from './facts.ts';
export { contactJobs } from './jobs.ts';
export { contactNoticeEvents } from './notices.ts';
export { contactRoutes } from './routes.ts';
export { contactSealings } from './sealings.ts';
export { contactTasks } from './tasks.ts';
