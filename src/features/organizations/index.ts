import type { Transaction } from '../../platform/db/database.ts';
import { importRecords } from '../../platform/imports/apply.ts';
import type { ImportContext, ImportOutcome } from '../../platform/imports/import-kind.ts';
import type {
  DivisionKey,
  InstitutionMajorKey,
  JurisdictionKey,
  MajorKey,
  OrganizationKey,
} from './import-labels.ts';
import { organizationImports } from './import-routes.ts';

type Records<Key extends string> = readonly Readonly<Partial<Record<Key, string>>>[];

/**
 * Import rows made by a program (cells as texts, blank ones left out), all of them or none, by the same rules as an
 * uploaded file. Divisions and majors come first, then organizations, then what refers to them.
 * @throws DomainError unprocessable `import.errors` with one finding for each error
 */
export const importDivisions = async (
  tx: Transaction,
  rows: Records<DivisionKey>,
  context: ImportContext,
): Promise<ImportOutcome> => await importRecords(tx, organizationImports.divisions, rows, context);

export const importOrganizations = async (
  tx: Transaction,
  rows: Records<OrganizationKey>,
  context: ImportContext,
): Promise<ImportOutcome> =>
  await importRecords(tx, organizationImports.organizations, rows, context);

export const importJurisdictions = async (
  tx: Transaction,
  rows: Records<JurisdictionKey>,
  context: ImportContext,
): Promise<ImportOutcome> =>
  await importRecords(tx, organizationImports.jurisdictions, rows, context);

export const importMajors = async (
  tx: Transaction,
  rows: Records<MajorKey>,
  context: ImportContext,
): Promise<ImportOutcome> => await importRecords(tx, organizationImports.majors, rows, context);

export const importInstitutionMajors = async (
  tx: Transaction,
  rows: Records<InstitutionMajorKey>,
  context: ImportContext,
): Promise<ImportOutcome> =>
  await importRecords(tx, organizationImports['institution-majors'], rows, context);

export { organizationConstraintTexts } from './errors.ts';
export { getInstitutionFacts, institutionMajorsOf, reviewingBureauOf } from './facts.ts';
export { fieldChanges } from './field-changes.ts';
export { bodyFinder, type BodyFinder } from './import-bodies.ts';
export { allOrganizations } from './import-queries.ts';
export { organizationImportFamily, organizationImports } from './import-routes.ts';
export { organizationRoutes } from './routes.ts';
export { codeKey, stableCodeText } from './rules.ts';
