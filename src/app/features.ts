import { accountConstraintTexts, accountJobs, accountRoutes } from '../features/accounts/index.ts';
import {
  applicationConstraintTexts,
  applicationJobs,
  applicationRoutes,
} from '../features/applications/index.ts';
import {
  catalogConstraintTexts,
  catalogImportFamily,
  catalogRoutes,
} from '../features/catalog/index.ts';
import { contactConstraintTexts, contactJobs, contactRoutes } from '../features/contacts/index.ts';
import { filingConstraintTexts, filingJobs, filingRoutes } from '../features/filings/index.ts';
import {
  organizationConstraintTexts,
  organizationImportFamily,
  organizationRoutes,
} from '../features/organizations/index.ts';
import { portalRoutes } from '../features/portal/index.ts';
import { roundConstraintTexts, roundRoutes } from '../features/rounds/index.ts';
import type { Config } from '../platform/config.ts';
import type { Keyring } from '../platform/keyring.ts';
import type { Logger } from '../platform/log.ts';
import type { Clock } from '../platform/clock.ts';
import type { Database } from '../platform/db/database.ts';
import { registerConstraintTexts } from '../platform/db/pg-errors.ts';
import type { FileStore } from '../platform/files/file-store.ts';
import type { Route } from '../platform/http/route.ts';
import type { ImportFamily } from '../platform/imports/import-kind.ts';
import { importJobs } from '../platform/imports/jobs.ts';
import type { JobHandler } from '../platform/jobs.ts';

/** The product's features in one place: adding one means a line in each list. */
export const allRoutes: readonly Route[] = [
  ...accountRoutes,
  ...organizationRoutes,
  ...catalogRoutes,
  ...roundRoutes,
  ...contactRoutes,
  ...applicationRoutes,
  ...filingRoutes,
  ...portalRoutes,
];

/** Every register that a file can fill. */
const importFamilies: readonly ImportFamily[] = [organizationImportFamily, catalogImportFamily];

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
  ...applicationJobs(deps),
  ...filingJobs(deps),
  ...importJobs({ ...deps, families: importFamilies }),
];

for (const texts of [
  accountConstraintTexts,
  organizationConstraintTexts,
  catalogConstraintTexts,
  roundConstraintTexts,
  contactConstraintTexts,
  applicationConstraintTexts,
  filingConstraintTexts,
]) {
  registerConstraintTexts(texts);
}
