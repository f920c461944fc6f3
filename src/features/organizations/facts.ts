import type { Read } from '../../platform/db/database.ts';
import { factsRow, majorFactRows, reviewingBureauRow } from './fact-queries.ts';
import type {
  Affiliation,
  InstitutionKind,
  MajorStatus,
  OrganizationStatus,
  ReviewRoute,
} from './labels.ts';
import { affiliationOf, institutionKindOf } from './present.ts';
import { organizationNotFound } from './errors.ts';
import { reviewRoute } from './rules.ts';

export interface InstitutionFacts {
  readonly id: string;
  readonly name: string;
  readonly code: string;
  readonly institutionKind: InstitutionKind;
  readonly affiliation: Affiliation;
  readonly areaCode: string;
  readonly areaName: string;
  readonly status: OrganizationStatus;
  /** Who reviews first (rule A3); the bureau itself is `reviewingBureauOf`. */
  readonly reviewRoute: ReviewRoute;
}

/**
 * What a workflow must know of an institution. The caller has checked that its actor may know it.
 * @throws DomainError not_found when there is no such institution
 */
export const getInstitutionFacts = async (
  read: Read,
  institutionId: string,
): Promise<InstitutionFacts> => {
  const row = await factsRow(read, institutionId);
  if (row === undefined) throw organizationNotFound();
  const kind = institutionKindOf(row.institution_kind);
  const affiliation = affiliationOf(row.affiliation);
  return {
    id: row.id,
    name: row.name,
    code: row.code,
    institutionKind: kind,
    affiliation,
    areaCode: row.area_code ?? '',
    areaName: row.area_name ?? '',
    status: row.status === 'CLOSED' ? 'CLOSED' : 'ACTIVE',
    reviewRoute: reviewRoute(kind, affiliation),
  };
};

/**
 * The bureau that answers for an institution on a day (`YYYY-MM-DD`, Beijing), by the register and never by area code
 * (rule A4); undefined when none is registered.
 */
export const reviewingBureauOf = async (
  read: Read,
  institutionId: string,
  on: string,
): Promise<{ readonly bureauId: string; readonly bureauName: string } | undefined> =>
  await reviewingBureauRow(read, institutionId, on);

export interface InstitutionMajorFacts {
  readonly id: string;
  readonly majorCode: string;
  readonly majorName: string;
  readonly direction: string;
  readonly firstEnrolmentYear: number;
  readonly currentStudents: number;
  readonly status: MajorStatus;
}

/** Every major of an institution, closed ones included, by code; within the transaction's row-level scope. */
export const institutionMajorsOf = async (
  read: Read,
  institutionId: string,
): Promise<InstitutionMajorFacts[]> =>
  (await majorFactRows(read, institutionId)).map((row) => ({
    ...row,
    status: row.status === 'CLOSED' ? 'CLOSED' : 'ACTIVE',
  }));
