import type { Route } from '../../platform/http/route.ts';
import { createPublicSite } from '../../platform/page/public-site.ts';
import { builtStylesheet } from '../../platform/page/stylesheet.ts';
import { createInfoSessionPages } from './public-routes.ts';
import { sessionRoutes } from './routes.ts';
import { takePartRoutes } from './take-part-routes.ts';

export { createDraft, submitDraft } from './actions.ts';
export { attendanceOf } from './attendee-queries.ts';
export { holdPublished, publishSubmitted, reportHeld } from './course-actions.ts';
export { infoSessionConstraintTexts } from './errors.ts';
export { infoSessionFiles } from './files.ts';
export { infoSessionHandovers } from './handover.ts';
export { infoSessionJobs } from './jobs.ts';
export {
  listOfCertificate as sessionsOfCertificate,
  listOpenInSpan as listOpenSessions,
} from './list-queries.ts';
export { infoSessionNoticeEvents } from './notices.ts';
export { answersPart, sessionsPart } from './public-pages.ts';
export { weekdayText } from './rules.ts';
export { answer as answerQuestion, ask as askQuestion } from './question-actions.ts';
export { answersOfCertificate } from './question-queries.ts';
export { infoSessionWorkflow } from './status.ts';
export { infoSessionTasks } from './tasks.ts';
export { attendSession, shownCode, signUpFor } from './take-part-actions.ts';

export const infoSessionRoutes: readonly Route[] = [
  ...sessionRoutes,
  ...takePartRoutes,
  ...createInfoSessionPages(createPublicSite(builtStylesheet)),
];
