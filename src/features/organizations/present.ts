import { ORGANIZATION_KINDS } from '../../kernel/actor.ts';
import { type DateOnly, toDateOnly } from '../../kernel/time.ts';
import {
  affiliationSchema,
  institutionKindSchema,
  kindSchema,
  type OrganizationDetail,
  type OrganizationRow,
  statusSchema,
} from './contract.ts';
import type { JurisdictionRow } from './jurisdiction-contract.ts';
import type { jurisdictionsOf, listJurisdictionRows } from './jurisdiction-queries.ts';
import {
  AFFILIATIONS,
  INSTITUTION_KINDS,
  JURISDICTION_STATES,
  MAJOR_STATUSES,
  ORGANIZATION_STATUSES,
} from './labels.ts';
import { type InstitutionMajorRow, majorStatusSchema } from './major-contract.ts';
import type { InstitutionMajorRecord } from './major-queries.ts';
import type { OrganizationListRow, OrganizationRecord } from './queries.ts';
import { jurisdictionState, reviewRoute } from './rules.ts';

// The check constraints of the tables allow exactly the keys of the label tables.
export const kindOf = (value: string) => kindSchema.parse(value);
const statusOf = (value: string) => statusSchema.parse(value);
export const institutionKindOf = (value: string) => institutionKindSchema.parse(value);
export const affiliationOf = (value: string) => affiliationSchema.parse(value);
const majorStatusOf = (value: string) => majorStatusSchema.parse(value);

const text = (value: string | null): string => value ?? '';
const dateOrNull = (value: string | null): DateOnly | null =>
  value === null ? null : toDateOnly(value);

const institutionLabels = (kind: string | null, affiliation: string | null) => ({
  institutionKindLabel: kind === null ? '' : INSTITUTION_KINDS[institutionKindOf(kind)],
  affiliationLabel: affiliation === null ? '' : AFFILIATIONS[affiliationOf(affiliation)],
});

const routeOf = (kind: string | null, affiliation: string | null) =>
  kind === null || affiliation === null
    ? null
    : reviewRoute(institutionKindOf(kind), affiliationOf(affiliation));

export const toOrganizationRow = (row: OrganizationListRow): OrganizationRow => ({
  id: row.id,
  kind: kindOf(row.kind),
  kindLabel: ORGANIZATION_KINDS[kindOf(row.kind)],
  code: row.code,
  name: row.name,
  shortName: text(row.short_name),
  formerNames: row.former_names.join('；'),
  institutionKind: row.institution_kind === null ? null : institutionKindOf(row.institution_kind),
  affiliation: row.affiliation === null ? null : affiliationOf(row.affiliation),
  ...institutionLabels(row.institution_kind, row.affiliation),
  institutionCode: text(row.institution_code),
  creditCode: text(row.credit_code),
  areaCode: text(row.area_code),
  areaName: text(row.area_name),
  ownership: text(row.ownership),
  address: text(row.address),
  reviewRoute: routeOf(row.institution_kind, row.affiliation),
  bureauId: row.bureau_id,
  bureauName: text(row.bureau_name),
  majorCount: row.major_count ?? 0,
  status: statusOf(row.status),
  statusLabel: ORGANIZATION_STATUSES[statusOf(row.status)],
  source: text(row.source),
  trust: text(row.trust),
  updatedAt: row.updated_at,
});

type Periods = Awaited<ReturnType<typeof jurisdictionsOf>>;

const toPeriod = (
  row: Periods[number],
  today: DateOnly,
): OrganizationDetail['jurisdictions'][number] => ({
  id: row.id,
  bureauId: row.bureau_id,
  bureauName: row.bureau_name,
  validFrom: toDateOnly(row.valid_from),
  validTo: dateOrNull(row.valid_to),
  note: text(row.note),
  state: jurisdictionState({ validFrom: row.valid_from, validTo: row.valid_to }, today),
  version: row.version,
});

const toInstitution = (row: OrganizationRecord): OrganizationDetail['institution'] => {
  const { institution_kind: kind, affiliation } = row;
  if (kind === null || affiliation === null) return null;
  return {
    institutionKind: institutionKindOf(kind),
    affiliation: affiliationOf(affiliation),
    institutionCode: text(row.institution_code),
    ownership: text(row.ownership),
    address: text(row.address),
    reviewRoute: reviewRoute(institutionKindOf(kind), affiliationOf(affiliation)),
  };
};

export const toOrganizationDetail = (
  row: OrganizationRecord,
  more: {
    readonly periods: Periods;
    readonly counts: {
      readonly majorCount: number | null;
      readonly institutionCount: number | null;
    };
    readonly mayEdit: boolean;
    readonly today: DateOnly;
  },
): OrganizationDetail => ({
  id: row.id,
  kind: kindOf(row.kind),
  code: row.code,
  name: row.name,
  shortName: text(row.short_name),
  formerNames: row.former_names,
  status: statusOf(row.status),
  areaCode: text(row.area_code),
  areaName: text(row.area_name),
  creditCode: text(row.credit_code),
  source: text(row.source),
  trust: text(row.trust),
  institution: toInstitution(row),
  jurisdictions: more.periods.map((period) => toPeriod(period, more.today)),
  majorCount: more.counts.majorCount ?? 0,
  institutionCount: more.counts.institutionCount ?? 0,
  updatedAt: row.updated_at,
  version: row.version,
  mayEdit: more.mayEdit,
});

type JurisdictionListRow = Awaited<ReturnType<typeof listJurisdictionRows>>['rows'][number];

export const toJurisdictionRow = (row: JurisdictionListRow, today: DateOnly): JurisdictionRow => {
  const state = jurisdictionState({ validFrom: row.valid_from, validTo: row.valid_to }, today);
  return {
    id: row.id,
    institutionId: row.institution_id,
    institutionCode: row.institution_code,
    institutionName: row.institution_name,
    ...institutionLabels(row.institution_kind, row.affiliation),
    areaName: text(row.area_name),
    bureauId: row.bureau_id,
    bureauCode: row.bureau_code,
    bureauName: row.bureau_name,
    validFrom: toDateOnly(row.valid_from),
    validTo: dateOrNull(row.valid_to),
    note: text(row.note),
    state,
    stateLabel: JURISDICTION_STATES[state],
    version: row.version,
  };
};

export const toInstitutionMajorRow = (row: InstitutionMajorRecord): InstitutionMajorRow => ({
  id: row.id,
  institutionId: row.institution_id,
  majorCode: row.major_code,
  majorName: row.major_name,
  direction: row.direction,
  firstEnrolmentYear: row.first_enrolment_year,
  currentStudents: row.current_students,
  status: majorStatusOf(row.status),
  statusLabel: MAJOR_STATUSES[majorStatusOf(row.status)],
  isUsed: Boolean(row.is_used),
  updatedAt: row.updated_at,
  version: row.version,
});
