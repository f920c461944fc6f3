import { sql } from 'kysely';
import type { Instant } from '../../kernel/time.ts';
import { type Read, sqlBuilder, type Transaction } from '../../platform/db/database.ts';
import { statement } from '../../platform/db/statement.ts';
import { likePattern } from '../../platform/search-key.ts';
import type { FetchFormat } from './status.ts';

export interface NewFetch {
  readonly id: string;
  readonly editionId: string;
  readonly organizationId: string;
  readonly accountId: string;
  readonly format: FetchFormat;
  readonly rowCount: number;
  readonly at: Instant;
}

export const insertFetch = async (tx: Transaction, fetch: NewFetch): Promise<void> => {
  await tx.run(
    sqlBuilder.insertInto('filed_list_fetch').values({
      id: fetch.id,
      edition_id: fetch.editionId,
      organization_id: fetch.organizationId,
      account_id: fetch.accountId,
      format: fetch.format,
      row_count: fetch.rowCount,
      fetched_at: fetch.at,
    }),
  );
};

/** Notes a page view unless this account already had one of this edition between the two instants. */
export const insertFirstView = async (
  tx: Transaction,
  fetch: NewFetch,
  day: { readonly from: Instant; readonly to: Instant },
): Promise<void> => {
  // Two tabs opened at once must not count twice; the lock and the look are two statements so that the second sees
  // what the first waited for.
  await tx.run(
    statement(
      sql`select pg_advisory_xact_lock(hashtextextended(${`filed_list_fetch/${fetch.accountId}/${fetch.editionId}`}, 8))`,
    ),
  );
  await tx.run(
    statement(sql`
      insert into filed_list_fetch (id, edition_id, organization_id, account_id, format, row_count, fetched_at)
      select ${fetch.id}::uuid, ${fetch.editionId}::uuid, ${fetch.organizationId}::uuid, ${fetch.accountId}::uuid,
             ${fetch.format}, ${fetch.rowCount}::int, ${fetch.at}::timestamptz
       where not exists (
         select 1 from filed_list_fetch
          where edition_id = ${fetch.editionId} and account_id = ${fetch.accountId} and format = ${fetch.format}
            and fetched_at >= ${day.from} and fetched_at < ${day.to})`),
  );
};

export const hasFetched = async (
  read: Read,
  editionId: string,
  accountId: string,
): Promise<boolean> => {
  const row = await read.maybe(
    sqlBuilder
      .selectFrom('filed_list_fetch')
      .select('id')
      .where('edition_id', '=', editionId)
      .where('account_id', '=', accountId)
      .limit(1),
  );
  return row !== undefined;
};

export interface OwnFacts {
  readonly editionId: string;
  readonly ownRowCount: number;
  readonly ownChangeCount: number;
  readonly fetchedAt: Instant | null;
}

/** What these editions hold for one organization, and when it last fetched them. */
export const ownFactsOf = (
  read: Read,
  editionIds: readonly string[],
  organizationId: string,
): Promise<OwnFacts[]> =>
  read.all(
    statement(sql<OwnFacts>`
      select x.id as "editionId",
             (select count(*) from filed_list_row w where w.edition_id = x.id
                 and w.evaluation_organization_id = ${organizationId} and w.change <> 'REMOVED') as "ownRowCount",
             (select count(*) from filed_list_row w where w.edition_id = x.id
                 and w.evaluation_organization_id = ${organizationId} and w.change <> 'SAME') as "ownChangeCount",
             (select max(g.fetched_at) from filed_list_fetch g where g.edition_id = x.id
                 and g.organization_id = ${organizationId}) as "fetchedAt"
        from filed_list_edition x
       where x.id = any(${[...editionIds]}::uuid[])`),
  );

export interface StoredReceipt {
  readonly organizationId: string;
  readonly organizationName: string;
  readonly rowCount: number;
  readonly pageCount: number;
  readonly csvCount: number;
  readonly jsonCount: number;
  readonly firstAt: Instant | null;
  readonly lastAt: Instant | null;
}

export interface ReceiptListQuery {
  readonly page: number;
  readonly pageSize: number;
  readonly sort: string;
  readonly q?: string | undefined;
  readonly fetched?: 'yes' | 'no' | undefined;
}

const RECEIPT_SORTS = {
  organizationName: sql`"organizationName"`,
  rowCount: sql`"rowCount"`,
  lastAt: sql`"lastAt"`,
} as const;

/** One line for each organization with certificates in the edition: whether, when and how it has fetched it. */
export const listStoredReceipts = async (
  read: Read,
  editionId: string,
  query: ReceiptListQuery,
): Promise<{ rows: StoredReceipt[]; total: number }> => {
  const { q, fetched } = query;
  const found = sql`
    with concerned as (
           select evaluation_organization_id as id, count(*) filter (where change <> 'REMOVED') as rows
             from filed_list_row where edition_id = ${editionId} group by evaluation_organization_id),
         fetches as (
           select organization_id, count(*) filter (where format = 'PAGE') as pages,
                  count(*) filter (where format = 'CSV') as csvs, count(*) filter (where format = 'JSON') as jsons,
                  min(fetched_at) as first_at, max(fetched_at) as last_at
             from filed_list_fetch where edition_id = ${editionId} group by organization_id),
         receipts as (
           select o.id as "organizationId", o.name as "organizationName", c.rows as "rowCount",
                  coalesce(g.pages, 0) as "pageCount", coalesce(g.csvs, 0) as "csvCount",
                  coalesce(g.jsons, 0) as "jsonCount", g.first_at as "firstAt", g.last_at as "lastAt"
             from concerned c
             join organization o on o.id = c.id
             left join fetches g on g.organization_id = c.id
            where ${q === undefined || q.trim() === '' ? sql`true` : sql`o.search_text like ${likePattern(q)}`}
              and ${fetched === undefined ? sql`true` : fetched === 'yes' ? sql`g.last_at is not null` : sql`g.last_at is null`})`;
  const key = query.sort.replace(/^-/, '') as keyof typeof RECEIPT_SORTS;
  const direction = query.sort.startsWith('-') ? sql`desc nulls last` : sql`asc nulls first`;
  const rows = await read.all(
    statement(sql<StoredReceipt>`${found} select * from receipts
      order by ${RECEIPT_SORTS[key]} ${direction}, "organizationId"
      limit ${query.pageSize} offset ${(query.page - 1) * query.pageSize}`),
  );
  const { total } = await read.one(
    statement(sql<{ total: number }>`${found} select count(*) as total from receipts`),
  );
  return { rows, total };
};

export interface StoredFetch {
  readonly id: string;
  readonly organizationName: string;
  readonly accountName: string;
  readonly format: FetchFormat;
  readonly rowCount: number;
  readonly fetchedAt: Instant;
}

export const listStoredFetches = async (
  read: Read,
  editionId: string,
  query: {
    readonly page: number;
    readonly pageSize: number;
    readonly sort: string;
    readonly organizationId?: string | undefined;
  },
): Promise<{ rows: StoredFetch[]; total: number }> => {
  const { organizationId } = query;
  const found = sqlBuilder
    .selectFrom('filed_list_fetch as g')
    .innerJoin('organization as o', 'o.id', 'g.organization_id')
    .leftJoin('account as a', 'a.id', 'g.account_id')
    .where('g.edition_id', '=', editionId)
    .$if(organizationId !== undefined, (some) =>
      some.where('g.organization_id', '=', organizationId ?? ''),
    );
  const rows = await read.all(
    found
      .select([
        'g.id',
        'o.name as organizationName',
        sql<string>`coalesce(a.name, '')`.as('accountName'),
        sql<FetchFormat>`g.format`.as('format'),
        'g.row_count as rowCount',
        'g.fetched_at as fetchedAt',
      ])
      .orderBy('g.fetched_at', query.sort.startsWith('-') ? 'desc' : 'asc')
      .orderBy('g.id')
      .limit(query.pageSize)
      .offset((query.page - 1) * query.pageSize),
  );
  const { total } = await read.one(found.select((of) => of.fn.countAll<number>().as('total')));
  return { rows, total };
};
