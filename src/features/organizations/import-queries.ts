import { sql } from 'kysely';
import { type Read, sqlBuilder, type Transaction } from '../../platform/db/database.ts';
import type { Authorship, InstitutionValues, OrganizationValues } from './queries.ts';
import type { InstitutionMajorValues } from './major-queries.ts';
import type { JurisdictionValues } from './jurisdiction-queries.ts';

export const allDivisions = async (read: Read) =>
  await read.all(sqlBuilder.selectFrom('division').selectAll());

export const allOrganizations = async (read: Read) =>
  await read.all(
    sqlBuilder
      .selectFrom('organization')
      .leftJoin('institution', 'institution.organization_id', 'organization.id')
      .select([
        'organization.id',
        'organization.kind',
        'organization.code',
        'organization.name',
        'organization.short_name',
        'organization.former_names',
        'organization.status',
        'organization.area_code',
        'organization.credit_code',
        'organization.source',
        'organization.trust',
        'institution.institution_kind',
        'institution.affiliation',
        'institution.institution_code',
        'institution.ownership',
        'institution.address',
      ]),
  );

export type KnownOrganization = Awaited<ReturnType<typeof allOrganizations>>[number];

export const allJurisdictions = async (read: Read) =>
  await read.all(
    sqlBuilder
      .selectFrom('jurisdiction')
      .select(['id', 'institution_id', 'bureau_id', 'valid_from', 'valid_to', 'note']),
  );

export const allMajors = async (read: Read) =>
  await read.all(
    sqlBuilder
      .selectFrom('major')
      .select([
        'code',
        'catalog_edition',
        'name',
        'education_level',
        'class_code',
        'class_name',
        'category_code',
        'category_name',
        'state_controlled',
      ]),
  );

export const institutionMajorsIn = async (read: Read, institutionIds: readonly string[]) =>
  institutionIds.length === 0
    ? []
    : await read.all(
        sqlBuilder
          .selectFrom('institution_major')
          .select([
            'id',
            'institution_id',
            'major_code',
            'major_name',
            'direction',
            'first_enrolment_year',
            'current_students',
            'status',
          ])
          .where('institution_id', 'in', [...institutionIds]),
      );

export interface DivisionValues {
  readonly code: string;
  readonly name: string;
  readonly level: string;
  readonly parent_code: string | null;
  readonly source: string;
}

/** Parents stand in an earlier row or in an earlier call. */
export const putDivisions = async (
  tx: Transaction,
  rows: readonly DivisionValues[],
): Promise<void> => {
  if (rows.length === 0) return;
  await tx.run(
    sqlBuilder
      .insertInto('division')
      .values([...rows])
      .onConflict((conflict) =>
        conflict.column('code').doUpdateSet((eb) => ({
          name: eb.ref('excluded.name'),
          level: eb.ref('excluded.level'),
          parent_code: eb.ref('excluded.parent_code'),
          source: eb.ref('excluded.source'),
        })),
      ),
  );
};

export interface OrganizationImportValues extends OrganizationValues {
  readonly id: string;
  readonly kind: string;
  readonly code: string;
  readonly institution: InstitutionValues | null;
}

/** A row of `organization` without what belongs to `institution`. */
const organizationOnly = (row: OrganizationImportValues) => ({
  id: row.id,
  kind: row.kind,
  code: row.code,
  name: row.name,
  short_name: row.short_name,
  former_names: row.former_names,
  area_code: row.area_code,
  credit_code: row.credit_code,
  source: row.source,
  trust: row.trust,
  search_text: row.search_text,
});

export const putOrganizations = async (
  tx: Transaction,
  rows: readonly OrganizationImportValues[],
  { actorId, at }: Authorship,
): Promise<void> => {
  if (rows.length === 0) return;
  const authored = { created_at: at, created_by: actorId, updated_at: at, updated_by: actorId };
  await tx.run(
    sqlBuilder
      .insertInto('organization')
      .values(rows.map((row) => ({ ...organizationOnly(row), ...authored })))
      .onConflict((conflict) =>
        conflict.column('id').doUpdateSet((eb) => ({
          name: eb.ref('excluded.name'),
          short_name: eb.ref('excluded.short_name'),
          former_names: eb.ref('excluded.former_names'),
          area_code: eb.ref('excluded.area_code'),
          credit_code: eb.ref('excluded.credit_code'),
          source: eb.ref('excluded.source'),
          trust: eb.ref('excluded.trust'),
          search_text: eb.ref('excluded.search_text'),
          updated_at: eb.ref('excluded.updated_at'),
          updated_by: eb.ref('excluded.updated_by'),
          version: sql`organization.version + 1`,
        })),
      ),
  );
  const institutions = rows.flatMap(({ id, institution }) =>
    institution === null ? [] : [{ organization_id: id, ...institution }],
  );
  if (institutions.length === 0) return;
  await tx.run(
    sqlBuilder
      .insertInto('institution')
      .values(institutions)
      .onConflict((conflict) =>
        conflict.column('organization_id').doUpdateSet((eb) => ({
          institution_kind: eb.ref('excluded.institution_kind'),
          affiliation: eb.ref('excluded.affiliation'),
          institution_code: eb.ref('excluded.institution_code'),
          ownership: eb.ref('excluded.ownership'),
          address: eb.ref('excluded.address'),
        })),
      ),
  );
};

/** Rows that end come before rows that begin, so that an institution never has two open ones on the way. */
export const putJurisdictions = async (
  tx: Transaction,
  rows: readonly JurisdictionValues[],
  { actorId, at }: Authorship,
): Promise<void> => {
  if (rows.length === 0) return;
  const authored = { created_at: at, created_by: actorId, updated_at: at, updated_by: actorId };
  await tx.run(
    sqlBuilder
      .insertInto('jurisdiction')
      .values(rows.map((row) => ({ ...row, ...authored })))
      .onConflict((conflict) =>
        conflict.column('id').doUpdateSet((eb) => ({
          bureau_id: eb.ref('excluded.bureau_id'),
          valid_to: eb.ref('excluded.valid_to'),
          note: eb.ref('excluded.note'),
          updated_at: eb.ref('excluded.updated_at'),
          updated_by: eb.ref('excluded.updated_by'),
          version: sql`jurisdiction.version + 1`,
        })),
      ),
  );
};

export interface MajorValues {
  readonly code: string;
  readonly catalog_edition: string;
  readonly name: string;
  readonly education_level: string;
  readonly class_code: string;
  readonly class_name: string;
  readonly category_code: string;
  readonly category_name: string;
  readonly state_controlled: boolean;
}

export const putMajors = async (
  tx: Transaction,
  rows: readonly (MajorValues & { readonly search_text: string })[],
): Promise<void> => {
  if (rows.length === 0) return;
  await tx.run(
    sqlBuilder
      .insertInto('major')
      .values([...rows])
      .onConflict((conflict) =>
        conflict.columns(['code', 'catalog_edition']).doUpdateSet((eb) => ({
          name: eb.ref('excluded.name'),
          education_level: eb.ref('excluded.education_level'),
          class_code: eb.ref('excluded.class_code'),
          class_name: eb.ref('excluded.class_name'),
          category_code: eb.ref('excluded.category_code'),
          category_name: eb.ref('excluded.category_name'),
          state_controlled: eb.ref('excluded.state_controlled'),
          search_text: eb.ref('excluded.search_text'),
        })),
      ),
  );
};

export const putInstitutionMajors = async (
  tx: Transaction,
  rows: readonly (InstitutionMajorValues & { readonly status: string })[],
  { actorId, at }: Authorship,
): Promise<void> => {
  if (rows.length === 0) return;
  const authored = { created_at: at, created_by: actorId, updated_at: at, updated_by: actorId };
  await tx.run(
    sqlBuilder
      .insertInto('institution_major')
      .values(rows.map((row) => ({ ...row, ...authored })))
      .onConflict((conflict) =>
        conflict.column('id').doUpdateSet((eb) => ({
          major_name: eb.ref('excluded.major_name'),
          first_enrolment_year: eb.ref('excluded.first_enrolment_year'),
          current_students: eb.ref('excluded.current_students'),
          status: eb.ref('excluded.status'),
          search_text: eb.ref('excluded.search_text'),
          updated_at: eb.ref('excluded.updated_at'),
          updated_by: eb.ref('excluded.updated_by'),
          version: sql`institution_major.version + 1`,
        })),
      ),
  );
};
