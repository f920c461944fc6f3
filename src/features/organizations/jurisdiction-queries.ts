import { type ExpressionBuilder, sql } from 'kysely';
import type { DateOnly } from '../../kernel/time.ts';
import { type Read, sqlBuilder, type Transaction } from '../../platform/db/database.ts';
import type { DB } from '../../platform/db/tables.ts';
import { likePattern } from '../../platform/search-key.ts';
import type { JurisdictionState } from './labels.ts';
import type { OrganizationScope } from './policy.ts';
import { type Authorship, type Paging, sortOf } from './queries.ts';

export interface JurisdictionFilters {
  readonly q?: string | undefined;
  readonly bureauId?: string | undefined;
  readonly institutionId?: string | undefined;
  readonly state?: JurisdictionState | undefined;
}

type Joined = DB & { bureau: DB['organization']; school: DB['organization'] };

const inState =
  (state: JurisdictionState, today: DateOnly) =>
  (eb: ExpressionBuilder<Joined, 'jurisdiction'>) => {
    const notEnded = eb.or([
      eb('jurisdiction.valid_to', 'is', null),
      eb('jurisdiction.valid_to', '>', today),
    ]);
    if (state === 'FUTURE') return eb('jurisdiction.valid_from', '>', today);
    if (state === 'CURRENT') return eb.and([eb('jurisdiction.valid_from', '<=', today), notEnded]);
    return eb('jurisdiction.valid_to', '<=', today);
  };

const filtered = (filters: JurisdictionFilters, scope: OrganizationScope, today: DateOnly) =>
  sqlBuilder
    .selectFrom('jurisdiction')
    .innerJoin('organization as school', 'school.id', 'jurisdiction.institution_id')
    .innerJoin('organization as bureau', 'bureau.id', 'jurisdiction.bureau_id')
    .$if(scope.kind === 'bureau', (query) =>
      query.where('jurisdiction.bureau_id', '=', scope.kind === 'all' ? '' : scope.organizationId),
    )
    .$if(scope.kind === 'own', (query) =>
      query.where(
        'jurisdiction.institution_id',
        '=',
        scope.kind === 'all' ? '' : scope.organizationId,
      ),
    )
    .$if(filters.q !== undefined, (query) =>
      query.where('school.search_text', 'like', likePattern(filters.q ?? '')),
    )
    .$if(filters.bureauId !== undefined, (query) =>
      query.where('jurisdiction.bureau_id', '=', filters.bureauId ?? ''),
    )
    .$if(filters.institutionId !== undefined, (query) =>
      query.where('jurisdiction.institution_id', '=', filters.institutionId ?? ''),
    )
    .$if(filters.state !== undefined, (query) =>
      query.where(inState(filters.state ?? 'CURRENT', today)),
    );

// By the pinyin, the second key of a `search_text`.
const SORTS = {
  institutionName: sql<string>`split_part(school.search_text, '|', 2)`,
  bureauName: sql<string>`split_part(bureau.search_text, '|', 2)`,
  validFrom: sql<string>`jurisdiction.valid_from`,
} as const;

export const listJurisdictionRows = async (
  read: Read,
  filters: JurisdictionFilters & Paging,
  scope: OrganizationScope,
  today: DateOnly,
) => {
  const { column, direction } = sortOf(SORTS, filters.sort, SORTS.institutionName);
  const { total } = await read.one(
    filtered(filters, scope, today).select(sql<number>`count(*)::int`.as('total')),
  );
  const rows = await read.all(
    filtered(filters, scope, today)
      .leftJoin('institution', 'institution.organization_id', 'school.id')
      .leftJoin('division', 'division.code', 'school.area_code')
      .select([
        'jurisdiction.id',
        'jurisdiction.institution_id',
        'school.code as institution_code',
        'school.name as institution_name',
        'institution.institution_kind',
        'institution.affiliation',
        'division.name as area_name',
        'jurisdiction.bureau_id',
        'bureau.code as bureau_code',
        'bureau.name as bureau_name',
        'jurisdiction.valid_from',
        'jurisdiction.valid_to',
        'jurisdiction.note',
        'jurisdiction.version',
      ])
      .orderBy(column, direction)
      .orderBy('jurisdiction.valid_from', 'desc')
      .orderBy('jurisdiction.id')
      .limit(filters.pageSize)
      .offset((filters.page - 1) * filters.pageSize),
  );
  return { rows, total };
};

/** Open institutions that the city should review first (四.2) and that no bureau answers for on this day. */
const withoutBureau = (q: string | undefined, today: DateOnly) =>
  sqlBuilder
    .selectFrom('organization')
    .innerJoin('institution', 'institution.organization_id', 'organization.id')
    .where('organization.status', '=', 'ACTIVE')
    .where('institution.institution_kind', '=', 'SECONDARY_VOCATIONAL')
    .where('institution.affiliation', 'not in', ['PROVINCIAL', 'MINISTERIAL'])
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('jurisdiction')
            .select(sql`1`.as('one'))
            .whereRef('jurisdiction.institution_id', '=', 'organization.id')
            .where('jurisdiction.valid_from', '<=', today)
            .where((inner) =>
              inner.or([
                inner('jurisdiction.valid_to', 'is', null),
                inner('jurisdiction.valid_to', '>', today),
              ]),
            ),
        ),
      ),
    )
    .$if(q !== undefined, (query) =>
      query.where('organization.search_text', 'like', likePattern(q ?? '')),
    );

export const listWithoutBureauRows = async (
  read: Read,
  filters: { readonly q?: string | undefined } & Paging,
  today: DateOnly,
) => {
  const sorts = {
    name: sql<string>`split_part(organization.search_text, '|', 2)`,
    area: sql<string>`organization.area_code`,
  };
  const { column, direction } = sortOf(sorts, filters.sort, sorts.name);
  const { total } = await read.one(
    withoutBureau(filters.q, today).select(sql<number>`count(*)::int`.as('total')),
  );
  const rows = await read.all(
    withoutBureau(filters.q, today)
      .leftJoin('division', 'division.code', 'organization.area_code')
      .select([
        'organization.id',
        'organization.code',
        'organization.name',
        'institution.institution_kind',
        'institution.affiliation',
        'division.name as area_name',
      ])
      .orderBy(column, direction)
      .orderBy('organization.id')
      .limit(filters.pageSize)
      .offset((filters.page - 1) * filters.pageSize),
  );
  return { rows, total };
};

/** Every period of one institution, the newest first. */
export const jurisdictionsOf = async (read: Read, institutionId: string) =>
  await read.all(
    sqlBuilder
      .selectFrom('jurisdiction')
      .innerJoin('organization as bureau', 'bureau.id', 'jurisdiction.bureau_id')
      .where('jurisdiction.institution_id', '=', institutionId)
      .select([
        'jurisdiction.id',
        'jurisdiction.bureau_id',
        'bureau.name as bureau_name',
        'jurisdiction.valid_from',
        'jurisdiction.valid_to',
        'jurisdiction.note',
        'jurisdiction.version',
      ])
      .orderBy('jurisdiction.valid_from', 'desc'),
  );

export const findJurisdiction = async (read: Read, id: string) =>
  await read.maybe(sqlBuilder.selectFrom('jurisdiction').selectAll().where('id', '=', id));

/** Locks the institution, so that two assignments of one institution follow each other. */
export const lockOrganization = async (tx: Transaction, id: string) =>
  await tx.maybe(
    sqlBuilder
      .selectFrom('organization')
      .select(['id', 'kind', 'name', 'status'])
      .where('id', '=', id)
      .forUpdate(),
  );

export interface JurisdictionValues {
  readonly id: string;
  readonly institution_id: string;
  readonly bureau_id: string;
  readonly valid_from: string;
  readonly valid_to: string | null;
  readonly note: string | null;
}

export const insertJurisdictions = async (
  tx: Transaction,
  rows: readonly JurisdictionValues[],
  { actorId, at }: Authorship,
): Promise<void> => {
  if (rows.length === 0) return;
  const authored = { created_at: at, created_by: actorId, updated_at: at, updated_by: actorId };
  await tx.run(
    sqlBuilder.insertInto('jurisdiction').values(rows.map((row) => ({ ...row, ...authored }))),
  );
};

/** @throws DomainError conflict when the version is not the one that was seen */
export const updateJurisdiction = async (
  tx: Transaction,
  seen: { readonly id: string; readonly version: number },
  values: { bureau_id?: string; valid_to?: string | null; note?: string | null },
  { actorId, at }: Authorship,
): Promise<void> => {
  await tx.updateExactlyOne(
    sqlBuilder
      .updateTable('jurisdiction')
      .set({ ...values, updated_at: at, updated_by: actorId, version: sql`version + 1` })
      .where('id', '=', seen.id)
      .where('version', '=', seen.version),
  );
};
