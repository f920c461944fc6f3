import { sql } from 'kysely';
import type { DateOnly, Instant } from '../../kernel/time.ts';
import { type Read, sqlBuilder, type Transaction } from '../../platform/db/database.ts';
import { likePattern } from '../../platform/search-key.ts';
import { filingNotFound } from './errors.ts';
import type { FilingScope } from './policy.ts';
import type { FilingStatus } from './status.ts';

export interface StoredFiling {
  readonly id: string;
  readonly filingNumber: string;
  readonly roundId: string;
  readonly roundTitle: string;
  readonly institutionId: string;
  readonly institutionName: string;
  readonly institutionKind: string;
  readonly areaName: string;
  readonly certificateName: string;
  readonly level: number;
  readonly evaluationOrganizationName: string;
  readonly majorNames: string[];
  readonly headcount: number;
  readonly isNew: boolean;
  readonly validFrom: DateOnly;
  readonly validTo: DateOnly;
  readonly status: FilingStatus;
  readonly cancelReason: string | null;
  readonly cancelledAt: Instant | null;
  readonly version: number;
}

const named = () =>
  sqlBuilder
    .selectFrom('filing as f')
    .innerJoin('application_round as r', 'r.id', 'f.round_id')
    .innerJoin('organization as o', 'o.id', 'f.institution_id')
    .innerJoin('institution as i', 'i.organization_id', 'f.institution_id')
    .leftJoin('division as d', 'd.code', 'o.area_code')
    .innerJoin('certificate_level as l', 'l.id', 'f.certificate_level_id')
    .innerJoin('certificate as c', 'c.id', 'l.certificate_id')
    .innerJoin('organization as e', 'e.id', 'f.evaluation_organization_id');

const COLUMNS = [
  'f.id',
  'f.filing_number as filingNumber',
  'f.round_id as roundId',
  'r.title as roundTitle',
  'f.institution_id as institutionId',
  'o.name as institutionName',
  'i.institution_kind as institutionKind',
  sql<string>`coalesce(d.name, '')`.as('areaName'),
  'c.name as certificateName',
  'l.level',
  'e.name as evaluationOrganizationName',
  'f.major_names as majorNames',
  'f.headcount',
  'f.is_new as isNew',
  sql<DateOnly>`f.valid_from`.as('validFrom'),
  sql<DateOnly>`f.valid_to`.as('validTo'),
  sql<FilingStatus>`f.status`.as('status'),
  'f.cancel_reason as cancelReason',
  'f.cancelled_at as cancelledAt',
  'f.version',
] as const;

/** The wall in front of row-level security: the same rule, in the query itself. */
const inScope = (scope: FilingScope) => {
  const base = named();
  switch (scope.kind) {
    case 'all':
      return base;
    case 'institution':
      return base.where('f.institution_id', '=', scope.organizationId);
    case 'bureau':
      return base.where('f.institution_id', 'in', (of) =>
        of
          .selectFrom('jurisdiction as j')
          .select('j.institution_id')
          .where('j.bureau_id', '=', scope.organizationId)
          .where('j.valid_from', '<=', scope.day)
          .where((when) =>
            when.or([when('j.valid_to', 'is', null), when('j.valid_to', '>', scope.day)]),
          ),
      );
    case 'none':
      return base.where(sql<boolean>`false`);
  }
};

export interface FilingListQuery {
  readonly page: number;
  readonly pageSize: number;
  readonly sort: string;
  readonly q?: string | undefined;
  readonly roundId?: string | undefined;
  readonly status?: FilingStatus | undefined;
  readonly level?: number | undefined;
  readonly isNew?: 'yes' | 'no' | undefined;
  readonly institutionId?: string | undefined;
  readonly evaluationOrganizationId?: string | undefined;
}

const SORTS = {
  filingNumber: 'f.filing_number',
  institutionName: 'o.name',
  certificateName: 'c.name',
  headcount: 'f.headcount',
} as const;

const matching = (query: FilingListQuery, scope: FilingScope) => {
  let found = inScope(scope);
  if (query.roundId !== undefined) found = found.where('f.round_id', '=', query.roundId);
  if (query.status !== undefined) found = found.where('f.status', '=', query.status);
  if (query.level !== undefined) found = found.where('l.level', '=', query.level);
  if (query.isNew !== undefined) found = found.where('f.is_new', '=', query.isNew === 'yes');
  if (query.institutionId !== undefined)
    found = found.where('f.institution_id', '=', query.institutionId);
  if (query.evaluationOrganizationId !== undefined) {
    found = found.where('f.evaluation_organization_id', '=', query.evaluationOrganizationId);
  }
  const { q } = query;
  if (q === undefined || q.trim() === '') return found;
  const pattern = likePattern(q);
  return found.where((when) =>
    when.or([
      when('o.search_text', 'like', pattern),
      when('c.search_text', 'like', pattern),
      when('f.filing_number', 'ilike', `%${q.trim().replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`),
    ]),
  );
};

export const listStoredFilings = async (
  read: Read,
  query: FilingListQuery,
  scope: FilingScope,
): Promise<{ rows: StoredFiling[]; total: number }> => {
  const found = matching(query, scope);
  const key = query.sort.replace(/^-/, '') as keyof typeof SORTS;
  const rows = await read.all(
    found
      .select(COLUMNS)
      .orderBy(SORTS[key], query.sort.startsWith('-') ? 'desc' : 'asc')
      .orderBy('f.filing_number')
      .limit(query.pageSize)
      .offset((query.page - 1) * query.pageSize),
  );
  const { total } = await read.one(found.select((of) => of.fn.countAll<number>().as('total')));
  return { rows, total };
};

/** @throws DomainError not_found, also outside the scope */
export const loadFiling = async (
  read: Read,
  id: string,
  scope: FilingScope,
): Promise<StoredFiling> => {
  const row = await read.maybe(inScope(scope).select(COLUMNS).where('f.id', '=', id));
  if (row === undefined) throw filingNotFound();
  return row;
};

/** @throws DomainError conflict `record.changed` when the filing is no longer at the version seen */
export const cancelStoredFiling = (
  tx: Transaction,
  seen: { readonly id: string; readonly version: number },
  change: { readonly reason: string; readonly at: Instant; readonly by: string | null },
): Promise<void> =>
  tx.updateExactlyOne(
    sqlBuilder
      .updateTable('filing')
      .set({
        status: 'FILING_CANCELLED',
        cancel_reason: change.reason,
        cancelled_at: change.at,
        cancelled_by: change.by,
        updated_at: change.at,
        updated_by: change.by,
        version: seen.version + 1,
      })
      .where('id', '=', seen.id)
      .where('version', '=', seen.version),
  );

/** Filings in force whose last day is over, in the order of their numbers. */
export const dueFilings = (
  read: Read,
  day: DateOnly,
  limit: number,
): Promise<{ id: string; institutionId: string; validTo: DateOnly; version: number }[]> =>
  read.all(
    sqlBuilder
      .selectFrom('filing')
      .select([
        'id',
        'institution_id as institutionId',
        sql<DateOnly>`valid_to`.as('validTo'),
        'version',
      ])
      .where('status', '=', 'FILED')
      .where('valid_to', '<=', day)
      .orderBy('filing_number')
      .limit(limit),
  );

/** Returns 0 when somebody else was faster: expired or cancelled, it is settled either way. */
export const expireStoredFiling = (
  tx: Transaction,
  seen: { readonly id: string; readonly version: number },
  at: Instant,
): Promise<number> =>
  tx.run(
    sqlBuilder
      .updateTable('filing')
      .set({
        status: 'FILING_EXPIRED',
        updated_at: at,
        updated_by: null,
        version: seen.version + 1,
      })
      .where('id', '=', seen.id)
      .where('version', '=', seen.version)
      .where('status', '=', 'FILED'),
  );
