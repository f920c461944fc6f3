import {
  accountConstraintTexts,
  accountJobs,
  accountNoticeEvents,
  accountRoutes,
  accountTasks,
  explainWorkflows,
} from '../features/accounts/index.ts';
import {
  announcementConstraintTexts,
  announcementHandovers,
  announcementJobs,
  announcementRoutes,
  announcementTasks,
  announcementNoticeEvents,
} from '../features/announcements/index.ts';
import {
  applicationConstraintTexts,
  applicationJobs,
  applicationNoticeEvents,
  applicationReminders,
  applicationRoutes,
  applicationTasks,
} from '../features/applications/index.ts';
import {
  catalogConstraintTexts,
  catalogImportFamily,
  catalogRoutes,
} from '../features/catalog/index.ts';
import {
  contactConstraintTexts,
  contactJobs,
  contactNoticeEvents,
  contactRoutes,
  contactTasks,
} from '../features/contacts/index.ts';
import {
  documentConstraintTexts,
  documentJobs,
  documentRoutes,
} from '../features/documents/index.ts';
import {
  filingConstraintTexts,
  filingJobs,
  filingNoticeEvents,
  filingRoutes,
  filingTasks,
} from '../features/filings/index.ts';
import {
  infoSessionConstraintTexts,
  infoSessionHandovers,
  infoSessionJobs,
  infoSessionNoticeEvents,
  infoSessionRoutes,
  infoSessionTasks,
} from '../features/info-sessions/index.ts';
import {
  organizationConstraintTexts,
  organizationImportFamily,
  organizationRoutes,
} from '../features/organizations/index.ts';
import {
  notificationConstraintTexts,
  notificationJobs,
  notificationRoutes,
  reachOf,
} from '../features/notifications/index.ts';
import { portalRoutes } from '../features/portal/index.ts';
import { provinceRoutes, provinceTasks } from '../features/province/index.ts';
import { roundConstraintTexts, roundRoutes, roundTasks } from '../features/rounds/index.ts';
import { createWorkbenchRoutes, workbenchConstraintTexts } from '../features/workbench/index.ts';
import type { Config } from '../platform/config.ts';
import type { Keyring } from '../platform/keyring.ts';
import type { Logger } from '../platform/log.ts';
import type { Clock } from '../platform/clock.ts';
import type { Database } from '../platform/db/database.ts';
import { registerConstraintTexts } from '../platform/db/pg-errors.ts';
import type { FileStore } from '../platform/files/file-store.ts';
import { fileJobs } from '../platform/files/jobs.ts';
import { requestJobs } from '../platform/http/jobs.ts';
import type { Route } from '../platform/http/route.ts';
import type { ImportFamily } from '../platform/imports/import-kind.ts';
import { importJobs } from '../platform/imports/jobs.ts';
import type { JobHandler } from '../platform/jobs.ts';
import { registerHandoverSource } from '../platform/handover.ts';
import { type NoticeEvent, registerNoticeEvents } from '../platform/notice.ts';
import { registerNoticeReach } from '../platform/notice-reach.ts';
import type { ReminderSource } from '../platform/reminders.ts';
import type { TaskSource } from '../platform/tasks.ts';
import { allFileReferences } from './stored-files.ts';
import { WORKFLOWS } from './workflows.ts';

explainWorkflows(WORKFLOWS);

/** What each feature knows of people's work, in the order in which equally urgent tasks stand. */
const taskSources: readonly TaskSource[] = [
  applicationTasks,
  filingTasks,
  roundTasks,
  announcementTasks,
  infoSessionTasks,
  accountTasks,
  contactTasks,
  provinceTasks,
];

/** The product's features in one place: adding one means a line in each list. */
export const allRoutes: readonly Route[] = [
  ...accountRoutes,
  ...organizationRoutes,
  ...catalogRoutes,
  ...roundRoutes,
  ...contactRoutes,
  ...infoSessionRoutes,
  ...applicationRoutes,
  ...filingRoutes,
  ...notificationRoutes,
  ...announcementRoutes,
  ...documentRoutes,
  ...createWorkbenchRoutes(taskSources),
  ...provinceRoutes,
  ...portalRoutes,
];

/** Every register that a file can fill. */
const importFamilies: readonly ImportFamily[] = [organizationImportFamily, catalogImportFamily];

/** Deadlines that people are reminded of, seven, three and one days before. */
const reminderSources: readonly ReminderSource[] = [applicationReminders];

export interface JobDependencies {
  readonly database: Database;
  readonly clock: Clock;
  readonly keyring: Keyring;
  readonly config: Config;
  readonly files: FileStore;
  readonly log: Logger;
}

export const allJobs = (deps: JobDependencies): JobHandler[] => [
  ...accountJobs(deps),
  ...contactJobs(deps),
  ...infoSessionJobs(deps),
  ...applicationJobs(deps),
  ...filingJobs(deps),
  ...notificationJobs(deps, reminderSources),
  ...announcementJobs(deps),
  ...documentJobs(deps),
  ...importJobs({ ...deps, families: importFamilies }),
  ...requestJobs(deps),
  ...fileJobs({ ...deps, references: allFileReferences }),
];

for (const texts of [
  accountConstraintTexts,
  organizationConstraintTexts,
  catalogConstraintTexts,
  roundConstraintTexts,
  contactConstraintTexts,
  infoSessionConstraintTexts,
  applicationConstraintTexts,
  filingConstraintTexts,
  announcementConstraintTexts,
  documentConstraintTexts,
  notificationConstraintTexts,
  workbenchConstraintTexts,
]) {
  registerConstraintTexts(texts);
}

/** What people can be told of; each may be switched per channel. */
const noticeEventLists: readonly (readonly NoticeEvent[])[] = [
  accountNoticeEvents,
  contactNoticeEvents,
  applicationNoticeEvents,
  filingNoticeEvents,
  announcementNoticeEvents,
  infoSessionNoticeEvents,
];

for (const events of noticeEventLists) registerNoticeEvents(events);

registerNoticeReach(reachOf);

/** What a leaver's colleague can take over; features that name nobody in person say so in their README. */
for (const source of [...infoSessionHandovers, ...announcementHandovers]) {
  registerHandoverSource(source);
}
