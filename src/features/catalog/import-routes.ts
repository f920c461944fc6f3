import { downloadRoute, route, type Route } from '../../platform/http/route.ts';
import {
  applyImport,
  checkImport,
  fileOf,
  recordImport,
  type ImportKind,
  type ImportOutcome,
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

const answerOf = ({ created, changed, same, errorCount, problems }: ImportOutcome) => ({
  created,
  changed,
  same,
  errorCount,
  problems: [...problems],
});

export const catalogImportRoutes: readonly Route[] = [
  route(checkCatalogImport, {
    access: CATALOG_EDITORS,
    audit: { none: '只检查文件，不改动数据' },
    handle: async ({ tx, params, body, receivedAt }) => {
      const outcome = await checkImport(tx, kindOf(params.register), fileOf(body), receivedAt);
      return answerOf(outcome);
    },
  }),
  route(applyCatalogImport, {
    access: CATALOG_EDITORS,
    audit: 'record',
    handle: async (call) => {
      const { register } = call.params;
      const bytes = fileOf(call.body);
      const context = { actorId: call.actor.userId, at: call.receivedAt };
      const applied = await applyImport(call.tx, kindOf(register), bytes, context);
      const file = { register, fileName: call.body.fileName, bytes };
      await recordImport(call, applyCatalogImport.name, file, applied);
      return answerOf(applied);
    },
  }),
  downloadRoute(catalogImportTemplate, {
    access: CATALOG_EDITORS,
    audit: { none: '只读' },
    handle: async ({ params }) => templateOf(kindOf(params.register)),
  }),
];
