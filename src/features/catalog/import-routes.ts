import { downloadRoute, route, type Route } from '../../platform/http/route.ts';
import {
  applyImport,
  checkImport,
  fileOf,
  importEntry,
  type ImportKind,
  templateOf,
} from '../organizations/index.ts';
import { certificateImport } from './import-certificates.ts';
import type { CatalogImportName } from './import-labels.ts';
import {
  applyCatalogImport,
  catalogImportTemplate,
  checkCatalogImport,
} from './import-contract.ts';
import { certificateLevelImport, certificateMajorImport } from './import-details.ts';
import { CATALOG_EDITORS } from './policy.ts';

/** Every register of this feature that a file can fill. */
export const catalogImports = {
  certificates: certificateImport,
  'certificate-levels': certificateLevelImport,
  'certificate-majors': certificateMajorImport,
} as const satisfies Record<CatalogImportName, unknown>;

/** The kinds have different columns; what is done with them does not depend on it. */
const kindOf = (register: CatalogImportName): ImportKind<string> =>
  catalogImports[register] as unknown as ImportKind<string>;

export const catalogImportRoutes: readonly Route[] = [
  route(checkCatalogImport, {
    access: CATALOG_EDITORS,
    audit: { none: '只检查文件，不改动数据' },
    handle: async ({ tx, params, body, receivedAt }) => {
      const outcome = await checkImport(tx, kindOf(params.register), fileOf(body), receivedAt);
      return { ...outcome, problems: [...outcome.problems] };
    },
  }),
  route(applyCatalogImport, {
    access: CATALOG_EDITORS,
    audit: 'record',
    handle: async ({ tx, actor, params, body, receivedAt, ...call }) => {
      const file = fileOf(body);
      const context = { actorId: actor.userId, at: receivedAt };
      const outcome = await applyImport(tx, kindOf(params.register), file, context);
      call.record(importEntry(actor.organizationId, params.register, body.fileName, file, outcome));
      return { ...outcome, problems: [...outcome.problems] };
    },
  }),
  downloadRoute(catalogImportTemplate, {
    access: CATALOG_EDITORS,
    audit: { none: '只读' },
    handle: async ({ params }) => templateOf(kindOf(params.register)),
  }),
];
