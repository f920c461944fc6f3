import { sql } from 'kysely';
import type { Instant } from '../../kernel/time.ts';
import { type Read, sqlBuilder } from '../../platform/db/database.ts';
import { likePattern } from '../../platform/search-key.ts';
import type { EditionRow } from './edition.ts';
import { editionNotFound } from './errors.ts';
import type { RowChange } from './status.ts';

export interface StoredEdition {
  readonly id: string;
  readonly roundId: string;
  readonly roundTitle: string;
  readonly year: number;
  readonly sequence: number;
  readonly number: number;
  readonly isCurrent: boolean;
  readonly confirmedAt: Instant;
  readonly confirmerName: string;
  /** The project office: a public page names no person. */
  readonly confirmedBy: string;
  readonly note: string;
  readonly rowCount: number;
  readonly addedCount: number;
  readonly changedCount: number;
  readonly removedCount: number;
  readonly contentHash: string;
}

const OFFICE = sql<string>`coalesce((select name from organization
  where kind = 'PROJECT_OFFICE' order by created_at, id limit 1), '')`;

const IS_CURRENT = sql<boolean>`not exists (select 1 from filed_list_edition later
  where later.round_id = x.round_id and later.number > x.number)`;

const selectEdition = () =>
  sqlBuilder
    .selectFrom('filed_list_edition as x')
    .innerJoin('application_round as r', 'r.id', 'x.round_id')
    .select([
      'x.id',
      'x.round_id as roundId',
      'r.title as roundTitle',
      'r.year',
      'r.sequence',
      'x.number',
      IS_CURRENT.as('isCurrent'),
      'x.confirmed_at as confirmedAt',
      'x.confirmer_name as confirmerName',
      OFFICE.as('confirmedBy'),
      'x.note',
      'x.row_count as rowCount',
      'x.added_count as addedCount',
      'x.changed_count as changedCount',
      'x.removed_count as removedCount',
      'x.content_hash as contentHash',
    ]);

export interface EditionListQuery {
  readonly page: number;
  readonly pageSize: number;
  readonly sort: string;
  readonly roundId?: string | undefined;
}

const EDITION_SORTS = {
  confirmedAt: 'x.confirmed_at',
  number: 'x.number',
  rowCount: 'x.row_count',
} as const;

export const listStoredEditions = async (
  read: Read,
  query: EditionListQuery,
): Promise<{ rows: StoredEdition[]; total: number }> => {
  const { roundId } = query;
  const key = query.sort.replace(/^-/, '') as keyof typeof EDITION_SORTS;
  const rows = await read.all(
    selectEdition()
      .$if(roundId !== undefined, (found) => found.where('x.round_id', '=', roundId ?? ''))
      .orderBy(EDITION_SORTS[key], query.sort.startsWith('-') ? 'desc' : 'asc')
      .orderBy('x.number', 'desc')
      .orderBy('x.id')
      .limit(query.pageSize)
      .offset((query.page - 1) * query.pageSize),
  );
  const { total } = await read.one(
    sqlBuilder
      .selectFrom('filed_list_edition')
      .$if(roundId !== undefined, (found) => found.where('round_id', '=', roundId ?? ''))
      .select((of) => of.fn.countAll<number>().as('total')),
  );
  return { rows, total };
};

export const findEdition = (
  read: Read,
  roundId: string,
  number: number,
): Promise<StoredEdition | undefined> =>
  read.maybe(selectEdition().where('x.round_id', '=', roundId).where('x.number', '=', number));

/** @throws DomainError not_found */
export const loadEdition = async (
  read: Read,
  roundId: string,
  number: number,
): Promise<StoredEdition> => {
  const edition = await findEdition(read, roundId, number);
  if (edition === undefined) throw editionNotFound();
  return edition;
};

export const findLatestEdition = (
  read: Read,
  roundId: string,
): Promise<StoredEdition | undefined> =>
  read.maybe(
    selectEdition().where('x.round_id', '=', roundId).orderBy('x.number', 'desc').limit(1),
  );

/** A published line, by its names in edition.ts. */
export const ROW_COLUMNS = [
  'w.position',
  sql<RowChange>`w.change`.as('change'),
  'w.filing_number as filingNumber',
  'w.institution_name as institutionName',
  'w.institution_kind as institutionKind',
  'w.area_name as areaName',
  'w.certificate_name as certificateName',
  'w.level',
  'w.evaluation_organization_name as evaluationOrganizationName',
  'w.major_names as majorNames',
  'w.headcount',
  'w.is_new as isNew',
] as const;

export interface RowFilters {
  readonly q?: string | undefined;
  readonly areaName?: string | undefined;
  readonly institutionKind?: string | undefined;
  readonly level?: number | undefined;
  readonly change?: RowChange | undefined;
  /** Everything but SAME. */
  readonly changesOnly?: boolean | undefined;
  /** Everything but REMOVED: what an edition counts as filed. */
  readonly inForceOnly?: boolean | undefined;
  /** Only the certificates of this organization. */
  readonly evaluationOrganizationId?: string | undefined;
}

export interface RowListQuery extends RowFilters {
  readonly page: number;
  readonly pageSize: number;
  readonly sort: string;
}

const ROW_SORTS = {
  position: 'w.position',
  institutionName: 'w.institution_name',
  certificateName: 'w.certificate_name',
  headcount: 'w.headcount',
} as const;

const rowsWhere = (editionId: string, filters: RowFilters) => {
  let found = sqlBuilder.selectFrom('filed_list_row as w').where('w.edition_id', '=', editionId);
  const { q, areaName, institutionKind, level, change, evaluationOrganizationId } = filters;
  if (areaName !== undefined) found = found.where('w.area_name', '=', areaName);
  if (institutionKind !== undefined)
    found = found.where('w.institution_kind', '=', institutionKind);
  if (level !== undefined) found = found.where('w.level', '=', level);
  if (change !== undefined) found = found.where('w.change', '=', change);
  if (filters.changesOnly === true) found = found.where('w.change', '<>', 'SAME');
  if (filters.inForceOnly === true) found = found.where('w.change', '<>', 'REMOVED');
  if (evaluationOrganizationId !== undefined) {
    found = found.where('w.evaluation_organization_id', '=', evaluationOrganizationId);
  }
  return q === undefined || q.trim() === ''
    ? found
    : found.where('w.search_text', 'like', likePattern(q));
};

export const listStoredRows = async (
  read: Read,
  editionId: string,
  query: RowListQuery,
): Promise<{ rows: EditionRow[]; total: number }> => {
  const found = rowsWhere(editionId, query);
  const key = query.sort.replace(/^-/, '') as keyof typeof ROW_SORTS;
  const rows = await read.all(
    found
      .select(ROW_COLUMNS)
      .orderBy(ROW_SORTS[key], query.sort.startsWith('-') ? 'desc' : 'asc')
      .orderBy('w.position')
      .limit(query.pageSize)
      .offset((query.page - 1) * query.pageSize),
  );
  const { total } = await read.one(found.select((of) => of.fn.countAll<number>().as('total')));
  return { rows, total };
};

/** Every row that matches, in the order of the list. */
export const allStoredRows = (
  read: Read,
  editionId: string,
  filters: RowFilters = {},
): Promise<EditionRow[]> =>
  read.all(rowsWhere(editionId, filters).select(ROW_COLUMNS).orderBy('w.position'));

/** The areas that occur in an edition, for its filter. */
export const areasOf = async (read: Read, editionId: string): Promise<string[]> => {
  const rows = await read.all(
    sqlBuilder
      .selectFrom('filed_list_row')
      .select('area_name')
      .distinct()
      .where('edition_id', '=', editionId)
      .where('area_name', '<>', '')
      .orderBy('area_name'),
  );
  return rows.map((row) => row.area_name);
};
