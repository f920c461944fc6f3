import { type ExpressionBuilder, sql } from 'kysely';
import type { DateOnly, Instant } from '../../kernel/time.ts';
import { type Read, sqlBuilder, type Transaction } from '../../platform/db/database.ts';
import type { DB } from '../../platform/db/tables.ts';
import { beginningPattern, likePattern } from '../../platform/search-key.ts';
import type { OrganizationScope } from './policy.ts';

/** The actor's reach as SQL; `organization` must be in the query. */
export const withinScope =
  (scope: OrganizationScope, today: DateOnly) => (eb: ExpressionBuilder<DB, 'organization'>) => {
    if (scope.kind === 'all') return eb.val(true);
    const own = eb('organization.id', '=', scope.organizationId);
    if (scope.kind === 'own') return own;
    const answered = eb
      .selectFrom('jurisdiction as reach')
      .select(sql`1`.as('one'))
      .whereRef('reach.institution_id', '=', 'organization.id')
      .where('reach.bureau_id', '=', scope.organizationId)
      .where((inner) =>
        inner.or([inner('reach.valid_to', 'is', null), inner('reach.valid_to', '>', today)]),
      );
    return eb.or([own, eb.exists(answered)]);
  };

export interface OrganizationFilters {
  readonly q?: string | undefined;
  readonly kind?: string | undefined;
  readonly institutionKind?: readonly string[] | undefined;
  readonly affiliation?: string | undefined;
  readonly areaCode?: string | undefined;
  readonly bureauId?: string | undefined;
  readonly status?: string | undefined;
}

/** A division with its districts and their towns: a city stands for its counties too, a province for all. */
const divisionsWithin = (areaCode: string) =>
  sqlBuilder
    .selectFrom('division as inner')
    .leftJoin('division as outer', 'outer.code', 'inner.parent_code')
    .select('inner.code')
    .where((eb) =>
      eb.or([
        eb('inner.code', '=', areaCode),
        eb('inner.parent_code', '=', areaCode),
        eb('outer.parent_code', '=', areaCode),
      ]),
    );

const filteredOrganizations = (
  filters: OrganizationFilters,
  scope: OrganizationScope,
  today: DateOnly,
) =>
  sqlBuilder
    .selectFrom('organization')
    .leftJoin('institution', 'institution.organization_id', 'organization.id')
    // At most one row: the periods of an institution do not overlap.
    .leftJoin('jurisdiction as inForce', (join) =>
      join
        .onRef('inForce.institution_id', '=', 'organization.id')
        .on('inForce.valid_from', '<=', today)
        .on((eb) =>
          eb.or([eb('inForce.valid_to', 'is', null), eb('inForce.valid_to', '>', today)]),
        ),
    )
    .where(withinScope(scope, today))
    .$if(filters.q !== undefined, (query) =>
      query.where('organization.search_text', 'like', likePattern(filters.q ?? '')),
    )
    .$if(filters.kind !== undefined, (query) =>
      query.where('organization.kind', '=', filters.kind ?? ''),
    )
    .$if(filters.institutionKind !== undefined, (query) =>
      query.where('institution.institution_kind', 'in', [...(filters.institutionKind ?? [])]),
    )
    .$if(filters.affiliation !== undefined, (query) =>
      query.where('institution.affiliation', '=', filters.affiliation ?? ''),
    )
    .$if(filters.areaCode !== undefined, (query) =>
      query.where('organization.area_code', 'in', divisionsWithin(filters.areaCode ?? '')),
    )
    .$if(filters.bureauId !== undefined, (query) =>
      query.where('inForce.bureau_id', '=', filters.bureauId ?? ''),
    )
    .$if(filters.status !== undefined, (query) =>
      query.where('organization.status', '=', filters.status ?? ''),
    );

/** The second key of a `search_text` is the pinyin: names stand in the order of a dictionary. */
const byPinyin = sql<string>`split_part(organization.search_text, '|', 2)`;

const SORTS = {
  name: byPinyin,
  code: sql<string>`organization.code`,
  kind: sql<string>`organization.kind`,
  area: sql<string>`organization.area_code`,
  updatedAt: sql<string>`organization.updated_at`,
};

export interface Paging {
  readonly page: number;
  readonly pageSize: number;
  /** A column's name, with a leading `-` for descending. */
  readonly sort: string;
}

export const sortOf = <C>(
  columns: Readonly<Record<string, C>>,
  sort: string,
  fallback: C,
): { readonly column: C; readonly direction: 'asc' | 'desc' } => ({
  column: columns[sort.replace(/^-/, '')] ?? fallback,
  direction: sort.startsWith('-') ? 'desc' : 'asc',
});

const selectOrganizations = (
  filters: OrganizationFilters,
  scope: OrganizationScope,
  today: DateOnly,
) =>
  filteredOrganizations(filters, scope, today)
    .leftJoin('division', 'division.code', 'organization.area_code')
    .leftJoin('organization as bureau', 'bureau.id', 'inForce.bureau_id')
    .select([
      'organization.id',
      'organization.kind',
      'organization.code',
      'organization.name',
      'organization.short_name',
      'organization.former_names',
      'organization.credit_code',
      'organization.area_code',
      'organization.status',
      'organization.source',
      'organization.trust',
      'organization.updated_at',
      'institution.institution_kind',
      'institution.affiliation',
      'institution.institution_code',
      'institution.ownership',
      'institution.address',
      'division.name as area_name',
      'inForce.bureau_id',
      'bureau.name as bureau_name',
    ])
    .select((eb) =>
      eb
        .selectFrom('institution_major')
        .select(sql<number>`count(*)::int`.as('count'))
        .whereRef('institution_major.institution_id', '=', 'organization.id')
        .where('institution_major.status', '=', 'ACTIVE')
        .as('major_count'),
    );

export const listOrganizationRows = async (
  read: Read,
  filters: OrganizationFilters & Paging,
  scope: OrganizationScope,
  today: DateOnly,
) => {
  const { column, direction } = sortOf(SORTS, filters.sort, SORTS.name);
  const { total } = await read.one(
    filteredOrganizations(filters, scope, today).select(sql<number>`count(*)::int`.as('total')),
  );
  const rows = await read.all(
    selectOrganizations(filters, scope, today)
      .orderBy(column, direction)
      .orderBy('organization.id')
      .limit(filters.pageSize)
      .offset((filters.page - 1) * filters.pageSize),
  );
  return { rows, total };
};

export type OrganizationListRow = Awaited<ReturnType<typeof listOrganizationRows>>['rows'][number];

export const findOrganizationRow = async (
  read: Read,
  id: string,
  scope: OrganizationScope,
  today: DateOnly,
) =>
  await read.maybe(
    sqlBuilder
      .selectFrom('organization')
      .leftJoin('institution', 'institution.organization_id', 'organization.id')
      .leftJoin('division', 'division.code', 'organization.area_code')
      .where('organization.id', '=', id)
      .where(withinScope(scope, today))
      .selectAll('organization')
      .select([
        'institution.institution_kind',
        'institution.affiliation',
        'institution.institution_code',
        'institution.ownership',
        'institution.address',
        'division.name as area_name',
      ]),
  );

export type OrganizationRecord = NonNullable<Awaited<ReturnType<typeof findOrganizationRow>>>;

/** Majors not closed of an institution, and institutions a bureau answers for on a day. */
export const countsOf = async (read: Read, id: string, today: DateOnly) =>
  await read.one(
    sqlBuilder.selectNoFrom((eb) => [
      eb
        .selectFrom('institution_major')
        .select(sql<number>`count(*)::int`.as('count'))
        .where('institution_id', '=', id)
        .where('status', '=', 'ACTIVE')
        .as('majorCount'),
      eb
        .selectFrom('jurisdiction')
        .select(sql<number>`count(*)::int`.as('count'))
        .where('bureau_id', '=', id)
        .where('valid_from', '<=', today)
        .where((inner) => inner.or([inner('valid_to', 'is', null), inner('valid_to', '>', today)]))
        .as('institutionCount'),
    ]),
  );

/**
 * What keeps a body from being closed: institutions it answers for from now on, applications that wait for its first
 * review, certificates still in the catalog.
 */
export const tiesOf = async (read: Read, id: string, today: DateOnly) =>
  await read.one(
    sqlBuilder.selectNoFrom((eb) => [
      eb
        .selectFrom('jurisdiction')
        .select(sql<number>`count(*)::int`.as('count'))
        .where('bureau_id', '=', id)
        .where((inner) => inner.or([inner('valid_to', 'is', null), inner('valid_to', '>', today)]))
        .as('institutions'),
      eb
        .selectFrom('application')
        .select(sql<number>`count(*)::int`.as('count'))
        .where('reviewing_bureau_id', '=', id)
        .where('status', '=', 'CITY_REVIEW')
        .as('reviews'),
      eb
        .selectFrom('certificate')
        .select(sql<number>`count(*)::int`.as('count'))
        .where('evaluation_organization_id', '=', id)
        .where('status', '<>', 'EXITED')
        .as('certificates'),
    ]),
  );

export const searchOrganizationRows = async (
  read: Read,
  wanted: {
    readonly q: string;
    readonly kind: string | undefined;
    readonly includeClosed: boolean;
  },
  scope: OrganizationScope,
  today: DateOnly,
) =>
  await read.all(
    sqlBuilder
      .selectFrom('organization')
      .leftJoin('institution', 'institution.organization_id', 'organization.id')
      .leftJoin('division', 'division.code', 'organization.area_code')
      .where(withinScope(scope, today))
      .where('organization.search_text', 'like', likePattern(wanted.q))
      .$if(wanted.kind !== undefined, (query) =>
        query.where('organization.kind', '=', wanted.kind ?? ''),
      )
      .$if(!wanted.includeClosed, (query) => query.where('organization.status', '=', 'ACTIVE'))
      .select([
        'organization.id',
        'organization.kind',
        'organization.name',
        'institution.institution_kind',
        'division.name as area_name',
      ])
      // The shortest match is the likeliest: a name before the longer names that contain it.
      .orderBy(sql`'|' || organization.search_text like ${beginningPattern(wanted.q)}`, 'desc')
      .orderBy(sql`length(organization.name)`)
      .orderBy('organization.name')
      .limit(20),
  );

export const listDivisionRows = async (read: Read) =>
  await read.all(
    sqlBuilder
      .selectFrom('division')
      .select(['code', 'name', 'level', 'parent_code'])
      .orderBy('code'),
  );

export const divisionExists = async (read: Read, code: string): Promise<boolean> =>
  (await read.maybe(sqlBuilder.selectFrom('division').select('code').where('code', '=', code))) !==
  undefined;

export interface OrganizationValues {
  readonly name: string;
  readonly short_name: string | null;
  readonly former_names: string[];
  readonly area_code: string | null;
  readonly credit_code: string | null;
  readonly source: string | null;
  readonly trust: string | null;
  readonly search_text: string;
}

export interface InstitutionValues {
  readonly institution_kind: string;
  readonly affiliation: string;
  readonly institution_code: string | null;
  readonly ownership: string | null;
  readonly address: string | null;
}

export interface Authorship {
  readonly actorId: string | null;
  readonly at: Instant;
}

export const insertOrganization = async (
  tx: Transaction,
  row: { readonly id: string; readonly kind: string; readonly code: string } & OrganizationValues,
  { actorId, at }: Authorship,
): Promise<void> => {
  await tx.run(
    sqlBuilder.insertInto('organization').values({
      ...row,
      created_at: at,
      created_by: actorId,
      updated_at: at,
      updated_by: actorId,
    }),
  );
};

export const putInstitution = async (
  tx: Transaction,
  organizationId: string,
  values: InstitutionValues,
): Promise<void> => {
  await tx.run(
    sqlBuilder
      .insertInto('institution')
      .values({ organization_id: organizationId, ...values })
      .onConflict((conflict) => conflict.column('organization_id').doUpdateSet({ ...values })),
  );
};

/** @throws DomainError conflict when the version is not the one that was seen */
export const updateOrganization = async (
  tx: Transaction,
  seen: { readonly id: string; readonly version: number },
  values: OrganizationValues | { readonly status: string },
  { actorId, at }: Authorship,
): Promise<void> => {
  await tx.updateExactlyOne(
    sqlBuilder
      .updateTable('organization')
      .set({ ...values, updated_at: at, updated_by: actorId, version: sql`version + 1` })
      .where('id', '=', seen.id)
      .where('version', '=', seen.version),
  );
};
