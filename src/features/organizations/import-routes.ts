import type { Route } from '../../platform/http/route.ts';
import type { ImportFamily } from '../../platform/imports/import-kind.ts';
import { importRoutes } from '../../platform/imports/routes.ts';
import { organizationImportEndpoints } from './import-contract.ts';
import { divisionImport } from './import-divisions.ts';
import { jurisdictionImport } from './import-jurisdictions.ts';
import type { OrganizationImportName } from './import-labels.ts';
import { institutionMajorImport, majorImport } from './import-majors.ts';
import { organizationImport } from './import-organizations.ts';
import { REGISTER_EDITORS } from './policy.ts';

/** Every register of this feature that a file can fill. */
export const organizationImports = {
  divisions: divisionImport,
  organizations: organizationImport,
  jurisdictions: jurisdictionImport,
  majors: majorImport,
  'institution-majors': institutionMajorImport,
} as const satisfies Record<OrganizationImportName, unknown>;

export const organizationImportFamily: ImportFamily = {
  feature: 'organizations',
  kinds: organizationImports,
};

export const organizationImportRoutes: readonly Route[] = importRoutes(
  organizationImportEndpoints,
  organizationImportFamily,
  REGISTER_EDITORS,
);
