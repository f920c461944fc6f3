import type { Route } from '../../platform/http/route.ts';
import { createPublicSite } from '../../platform/page/public-site.ts';
import { builtStylesheet } from '../../platform/page/stylesheet.ts';
import { createAnnouncementPages } from './public-routes.ts';
import { registerRoutes } from './register-routes.ts';
import { readerRoutes } from './routes.ts';

export { confirmReading, createAnnouncement, readAnnouncement } from './actions.ts';
export { audienceSchema } from './audience.ts';
export { announcementConstraintTexts } from './errors.ts';
export { announcementFiles } from './files.ts';
export { announcementHandovers } from './handover.ts';
export { announcementJobs } from './jobs.ts';
export { announcementNoticeEvents } from './notices.ts';
export { correctAnnouncement, publishAnnouncement } from './publish-actions.ts';
export { listPublic as listPublicAnnouncements } from './queries.ts';
export { announcementWorkflow } from './status.ts';
export { announcementTasks } from './tasks.ts';

export const announcementRoutes: readonly Route[] = [
  ...readerRoutes,
  ...registerRoutes,
  ...createAnnouncementPages(createPublicSite(builtStylesheet)),
];
