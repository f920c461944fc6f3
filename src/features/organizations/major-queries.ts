import { sql } from 'kysely';
import { type Read, sqlBuilder, type Transaction } from '../../platform/db/database.ts';
import { beginningPattern, likePattern } from '../../platform/search-key.ts';
import { type Authorship, type Paging, sortOf } from './queries.ts';

export const searchMajorRows = async (
  read: Read,
  wanted: {
    readonly q: string;
    readonly educationLevels: readonly string[] | undefined;
    /** Catalogues that stand before the others. */
    readonly preferred: readonly string[];
  },
) =>
  await read.all(
    sqlBuilder
      .selectFrom('major')
      .where('search_text', 'like', likePattern(wanted.q))
      .$if(wanted.educationLevels !== undefined, (query) =>
        query.where('education_level', 'in', [...(wanted.educationLevels ?? [])]),
      )
      .select([
        'code',
        'name',
        'education_level',
        'class_name',
        'category_name',
        'state_controlled',
        'catalog_edition',
      ])
      .orderBy(sql`education_level = any(${[...wanted.preferred]}::text[])`, 'desc')
      .orderBy(sql`'|' || search_text like ${beginningPattern(wanted.q)}`, 'desc')
      .orderBy(sql`length(name)`)
      .orderBy('code')
      .limit(20),
  );

/** The newest edition's row of six digits; the code set leaves the suffixes T and K out. */
export const findListedMajor = async (read: Read, digits: string) =>
  await read.maybe(
    sqlBuilder
      .selectFrom('major')
      .select(['code', 'name'])
      .where('code', '=', digits)
      .orderBy('catalog_edition', 'desc')
      .limit(1),
  );

export interface MajorFilters {
  readonly q?: string | undefined;
  readonly status?: string | undefined;
}

const filtered = (institutionId: string, filters: MajorFilters) =>
  sqlBuilder
    .selectFrom('institution_major')
    .where('institution_id', '=', institutionId)
    .$if(filters.q !== undefined, (query) =>
      query.where('search_text', 'like', likePattern(filters.q ?? '')),
    )
    .$if(filters.status !== undefined, (query) => query.where('status', '=', filters.status ?? ''));

/** The rows with whether an application names them; the applications visible to the reader decide. */
const withUse = (query: ReturnType<typeof filtered>) =>
  query.selectAll('institution_major').select((eb) =>
    eb
      .exists(
        eb
          .selectFrom('application_item')
          .select(sql`1`.as('one'))
          .where(
            sql<boolean>`application_item.institution_major_ids @> array[institution_major.id]`,
          ),
      )
      .as('is_used'),
  );

const SORTS = {
  majorCode: 'major_code',
  majorName: 'major_name',
  firstEnrolmentYear: 'first_enrolment_year',
  currentStudents: 'current_students',
} as const;

export const listInstitutionMajorRows = async (
  read: Read,
  institutionId: string,
  filters: MajorFilters & Paging,
) => {
  const { column, direction } = sortOf(SORTS, filters.sort, SORTS.majorCode);
  const { total } = await read.one(
    filtered(institutionId, filters).select(sql<number>`count(*)::int`.as('total')),
  );
  const rows = await read.all(
    withUse(filtered(institutionId, filters))
      .orderBy(column, direction)
      .orderBy('direction')
      .orderBy('id')
      .limit(filters.pageSize)
      .offset((filters.page - 1) * filters.pageSize),
  );
  return { rows, total };
};

export const findInstitutionMajorRow = async (read: Read, institutionId: string, id: string) =>
  await read.maybe(withUse(filtered(institutionId, {}).where('id', '=', id)));

export type InstitutionMajorRecord = NonNullable<
  Awaited<ReturnType<typeof findInstitutionMajorRow>>
>;

export interface InstitutionMajorValues {
  readonly id: string;
  readonly institution_id: string;
  readonly major_code: string;
  readonly major_name: string;
  readonly direction: string;
  readonly first_enrolment_year: number;
  readonly current_students: number;
  readonly search_text: string;
}

export const insertInstitutionMajor = async (
  tx: Transaction,
  row: InstitutionMajorValues,
  { actorId, at }: Authorship,
): Promise<void> => {
  const authored = { created_at: at, created_by: actorId, updated_at: at, updated_by: actorId };
  await tx.run(sqlBuilder.insertInto('institution_major').values({ ...row, ...authored }));
};

/** @throws DomainError conflict when the version is not the one that was seen */
export const updateInstitutionMajorRow = async (
  tx: Transaction,
  seen: { readonly id: string; readonly version: number },
  values: {
    readonly direction?: string;
    readonly first_enrolment_year?: number;
    readonly current_students?: number;
    readonly search_text?: string;
    readonly status?: string;
  },
  { actorId, at }: Authorship,
): Promise<void> => {
  await tx.updateExactlyOne(
    sqlBuilder
      .updateTable('institution_major')
      .set({ ...values, updated_at: at, updated_by: actorId, version: sql`version + 1` })
      .where('id', '=', seen.id)
      .where('version', '=', seen.version),
  );
};

export const deleteInstitutionMajorRow = async (
  tx: Transaction,
  seen: { readonly id: string; readonly version: number },
): Promise<void> => {
  await tx.updateExactlyOne(
    sqlBuilder
      .deleteFrom('institution_major')
      .where('id', '=', seen.id)
      .where('version', '=', seen.version),
  );
};
