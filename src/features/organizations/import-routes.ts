import { downloadRoute, route, type Route } from '../../platform/http/route.ts';
import {
  applyImportFile,
  checkImportFile,
  type ImportAnswer,
  importTemplate,
} from './import-contract.ts';
import type { OrganizationImportName } from './import-labels.ts';
import { divisionImport } from './import-divisions.ts';
import { jurisdictionImport } from './import-jurisdictions.ts';
import { institutionMajorImport, majorImport } from './import-majors.ts';
import { organizationImport } from './import-organizations.ts';
import { applyImport, checkImport, type ImportKind, type ImportOutcome } from './import-run.ts';
import { fileOf, recordImport, templateOf } from './import-upload.ts';
import { REGISTER_EDITORS } from './policy.ts';

/** Every register of this feature that a file can fill. */
export const organizationImports = {
  divisions: divisionImport,
  organizations: organizationImport,
  jurisdictions: jurisdictionImport,
  majors: majorImport,
  'institution-majors': institutionMajorImport,
} as const satisfies Record<OrganizationImportName, unknown>;

/** The kinds have different columns; what is done with them does not depend on it. */
const kindOf = (register: OrganizationImportName): ImportKind<string> =>
  organizationImports[register] as unknown as ImportKind<string>;

const answerOf = ({
  created,
  changed,
  same,
  errorCount,
  problems,
}: ImportOutcome): ImportAnswer => ({
  created,
  changed,
  same,
  errorCount,
  problems: [...problems],
});

export const importRoutes: readonly Route[] = [
  route(checkImportFile, {
    access: REGISTER_EDITORS,
    audit: { none: '只检查文件，不改动数据' },
    handle: async ({ tx, params, body, receivedAt }) =>
      answerOf(await checkImport(tx, kindOf(params.register), fileOf(body), receivedAt)),
  }),
  route(applyImportFile, {
    access: REGISTER_EDITORS,
    audit: 'record',
    handle: async (call) => {
      const { register } = call.params;
      const bytes = fileOf(call.body);
      const context = { actorId: call.actor.userId, at: call.receivedAt };
      const applied = await applyImport(call.tx, kindOf(register), bytes, context);
      const file = { register, fileName: call.body.fileName, bytes };
      await recordImport(call, applyImportFile.name, file, applied);
      return answerOf(applied);
    },
  }),
  downloadRoute(importTemplate, {
    access: REGISTER_EDITORS,
    audit: { none: '只读' },
    handle: async ({ params }) => templateOf(kindOf(params.register)),
  }),
];
