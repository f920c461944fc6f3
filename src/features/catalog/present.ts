import { toDateOnly } from '../../kernel/time.ts';
import {
  batchSchema,
  type CertificateDetail,
  type CertificateRow,
  gradeSchema,
  type LevelOption,
  type MajorHint,
  statusSchema,
} from './contract.ts';
import { type Batch, batchLabel, type CertificateGrade, levelLabel } from './levels.ts';
import type { CertificateRecord, levelsOf, majorHintsOf, searchLevelRows } from './queries.ts';
import { certificateExit, type CertificateStatus } from './status.ts';

const text = (value: string | null): string => value ?? '';
export const statusOf = (value: string): CertificateStatus => statusSchema.parse(value);
export const gradeOf = (value: number): CertificateGrade => gradeSchema.parse(value);
const batchOf = (value: number | null): Batch | null =>
  value === null ? null : batchSchema.parse(value);

const fieldsOf = (row: CertificateRecord) => {
  const status = statusOf(row.status);
  return {
    id: row.id,
    code: row.code,
    shortName: row.short_name,
    name: row.name,
    batch: batchOf(row.batch),
    batchLabel: batchLabel(batchOf(row.batch)),
    batchBasis: text(row.batch_basis),
    evaluationOrganizationId: row.evaluation_organization_id,
    evaluationOrganizationCode: row.organization_code,
    evaluationOrganizationName: row.organization_name,
    status,
    statusLabel: certificateExit.states[status].office,
    standardCode: text(row.standard_code),
    standardUrl: text(row.standard_url),
    sector: text(row.sector),
    trust: text(row.trust),
    source: text(row.source),
    note: text(row.note),
    updatedAt: row.updated_at,
  };
};

export const toCertificateRow = (row: CertificateRecord): CertificateRow => {
  const levels = (row.levels ?? []).map(gradeOf);
  return { ...fieldsOf(row), levels, levelLabels: levels.map(levelLabel).join('、') };
};

const toMajorHint = (row: Awaited<ReturnType<typeof majorHintsOf>>[number]): MajorHint => ({
  majorCode: row.major_code,
  majorName: row.major_name,
  educationLevel: row.education_level,
  trust: text(row.trust),
  source: text(row.source),
});

/** What everybody may know of one certificate. */
export type CatalogCertificate = Omit<
  CertificateDetail,
  'permittedActions' | 'mayEdit' | 'version'
>;

export const toCatalogCertificate = (
  row: CertificateRecord,
  more: {
    readonly levels: Awaited<ReturnType<typeof levelsOf>>;
    readonly majors: Awaited<ReturnType<typeof majorHintsOf>>;
  },
): CatalogCertificate => ({
  ...fieldsOf(row),
  levelLabels: more.levels.map(({ level }) => levelLabel(gradeOf(level))).join('、'),
  levels: more.levels.map((level) => ({
    id: level.id,
    level: gradeOf(level.level),
    label: levelLabel(gradeOf(level.level)),
    effectiveOn: level.effective_on === null ? null : toDateOnly(level.effective_on),
    trust: text(level.trust),
    source: text(level.source),
  })),
  majors: more.majors.map(toMajorHint),
  statusReason: text(row.status_reason),
  statusOn: row.status_on === null ? null : toDateOnly(row.status_on),
});

export const toLevelOption = (
  row: Awaited<ReturnType<typeof searchLevelRows>>[number],
): LevelOption => {
  const level = gradeOf(row.level);
  return {
    id: row.id,
    certificateId: row.certificate_id,
    certificateName: row.short_name,
    level,
    levelLabel: levelLabel(level),
    label: `${row.short_name}（${levelLabel(level)}）`,
    evaluationOrganizationName: row.organization_name,
    certificateStatus: statusOf(row.status),
  };
};
