import type { Transaction } from '../../platform/db/database.ts';
import { importRecords } from '../../platform/imports/apply.ts';
import type { ImportContext, ImportOutcome } from '../../platform/imports/import-kind.ts';
import type { CertificateKey, CertificateLevelKey, CertificateMajorKey } from './import-labels.ts';
import { catalogImports } from './import-routes.ts';

type Records<Key extends string> = readonly Readonly<Partial<Record<Key, string>>>[];

/**
 * Import rows made by a program (cells as texts, blank ones left out), all of them or none, by the same rules as an
 * uploaded file. The evaluation organizations come first, then certificates, then what refers to them.
 * @throws DomainError unprocessable `import.errors` with one finding for each error
 */
export const importCertificates = async (
  tx: Transaction,
  rows: Records<CertificateKey>,
  context: ImportContext,
): Promise<ImportOutcome> => await importRecords(tx, catalogImports.certificates, rows, context);

export const importCertificateLevels = async (
  tx: Transaction,
  rows: Records<CertificateLevelKey>,
  context: ImportContext,
): Promise<ImportOutcome> =>
  await importRecords(tx, catalogImports['certificate-levels'], rows, context);

export const importCertificateMajors = async (
  tx: Transaction,
  rows: Records<CertificateMajorKey>,
  context: ImportContext,
): Promise<ImportOutcome> =>
  await importRecords(tx, catalogImports['certificate-majors'], rows, context);

export { expectedOf, readCompleteness } from './completeness.ts';
export { catalogConstraintTexts } from './errors.ts';
export { certificateLevelFacts, findCatalogCertificate, listCatalog } from './facts.ts';
export type { CatalogCertificate } from './present.ts';
export { catalogImportFamily, catalogImports } from './import-routes.ts';
export { catalogRoutes } from './routes.ts';
export { LEVELS_MISSING, NOT_YET_CHOSEN } from './levels.ts';
export { certificateExit, type CertificateStatus, isOpenForApplication } from './status.ts';
