import type { Read } from '../../platform/db/database.ts';
import {
  type CertificateFilters,
  levelRowsByIds,
  listCertificateRows,
  majorHintsOf,
} from './queries.ts';
import type { CertificateRow, MajorHint } from './contract.ts';
import { type CertificateGrade, levelLabel } from './levels.ts';
import { gradeOf, statusOf, toCertificateRow, toMajorHint } from './present.ts';
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

/** Which majors a certificate suits, as far as public sources say: a hint to the institution, never a bar. */
export const suggestedMajors = async (read: Read, certificateId: string): Promise<MajorHint[]> =>
  (await majorHintsOf(read, certificateId)).map(toMajorHint);

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
