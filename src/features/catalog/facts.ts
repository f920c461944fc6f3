import type { Read } from '../../platform/db/database.ts';
import {
  type CertificateFilters,
  findCertificateRow,
  levelRowsByIds,
  levelsOf,
  listCertificateRows,
  majorHintsOf,
} from './queries.ts';
import type { CertificateRow } from './contract.ts';
import { type CertificateGrade, levelLabel } from './levels.ts';
import {
  type CatalogCertificate,
  gradeOf,
  statusOf,
  toCatalogCertificate,
  toCertificateRow,
} from './present.ts';
import type { CertificateStatus } from './status.ts';

export interface CertificateLevelFacts {
  readonly id: string;
  readonly certificateId: string;
  readonly certificateName: string;
  readonly level: CertificateGrade;
  readonly levelLabel: string;
  readonly certificateStatus: CertificateStatus;
  readonly evaluationOrganizationId: string;
  readonly evaluationOrganizationName: string;
}

/** What a workflow must know of certificate levels; unknown ids are left out, the order is not that of `ids`. */
export const certificateLevelFacts = async (
  read: Read,
  ids: readonly string[],
): Promise<CertificateLevelFacts[]> =>
  (await levelRowsByIds(read, ids)).map((row) => ({
    id: row.id,
    certificateId: row.certificate_id,
    certificateName: row.short_name,
    level: gradeOf(row.level),
    levelLabel: levelLabel(gradeOf(row.level)),
    certificateStatus: statusOf(row.status),
    evaluationOrganizationId: row.evaluation_organization_id,
    evaluationOrganizationName: row.organization_name,
  }));

/** One certificate with levels and suitable majors, as everybody may see it; undefined when there is none. */
export const findCatalogCertificate = async (
  read: Read,
  id: string,
): Promise<CatalogCertificate | undefined> => {
  const row = await findCertificateRow(read, id);
  if (row === undefined) return undefined;
  const more = { levels: await levelsOf(read, id), majors: await majorHintsOf(read, id) };
  return toCatalogCertificate(row, more);
};

/** One page of the catalog, for public pages. `sort` as in the contract of the list. */
export const listCatalog = async (
  read: Read,
  filters: CertificateFilters & {
    readonly page: number;
    readonly pageSize: number;
    readonly sort: string;
  },
): Promise<{ readonly rows: CertificateRow[]; readonly total: number }> => {
  const { rows, total } = await listCertificateRows(read, filters);
  return { rows: rows.map(toCertificateRow), total };
};
