import type { Route } from '../../platform/http/route.ts';
import type { ImportFamily } from '../../platform/imports/import-kind.ts';
import { importRoutes } from '../../platform/imports/routes.ts';
import { certificateImport } from './import-certificates.ts';
import { catalogImportEndpoints } from './import-contract.ts';
import { certificateLevelImport, certificateMajorImport } from './import-details.ts';
import type { CatalogImportName } from './import-labels.ts';
import { CATALOG_EDITORS } from './policy.ts';

/** Every register of this feature that a file can fill. */
export const catalogImports = {
  certificates: certificateImport,
  'certificate-levels': certificateLevelImport,
  'certificate-majors': certificateMajorImport,
} as const satisfies Record<CatalogImportName, unknown>;

export const catalogImportFamily: ImportFamily = { feature: 'catalog', kinds: catalogImports };

export const catalogImportRoutes: readonly Route[] = importRoutes(
  catalogImportEndpoints,
  catalogImportFamily,
  CATALOG_EDITORS,
);
