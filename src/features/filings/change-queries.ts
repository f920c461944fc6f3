import { type RawBuilder, sql } from 'kysely';
import type { Read } from '../../platform/db/database.ts';
import { statement } from '../../platform/db/statement.ts';
import type { EditionEntry } from './edition.ts';

type Side = Omit<EditionEntry, 'filingNumber'>;

export interface StoredChange {
  readonly filingNumber: string;
  readonly change: 'ADDED' | 'CHANGED' | 'REMOVED';
  readonly before: Side | null;
  readonly after: Side | null;
}

const side = (
  alias: RawBuilder<unknown>,
) => sql`case when ${alias}.filing_number is null then null else
  jsonb_build_object('institutionName', ${alias}.institution_name, 'institutionKind', ${alias}.institution_kind,
    'areaName', ${alias}.area_name, 'certificateName', ${alias}.certificate_name, 'level', ${alias}.level,
    'evaluationOrganizationName', ${alias}.evaluation_organization_name,
    'majorNames', to_jsonb(${alias}.major_names), 'headcount', ${alias}.headcount, 'isNew', ${alias}.is_new) end`;

/** What differs between the rows in force of two editions; `beforeId` null: everything is added. */
export const listStoredChanges = async (
  read: Read,
  editions: { readonly beforeId: string | null; readonly afterId: string },
  query: {
    readonly page: number;
    readonly pageSize: number;
    readonly sort: string;
    readonly change?: StoredChange['change'] | undefined;
  },
): Promise<{ rows: StoredChange[]; total: number }> => {
  const [b, a] = [sql.raw('b'), sql.raw('a')];
  const differences = sql`
    with b as (select * from filed_list_row where edition_id = ${editions.beforeId} and change <> 'REMOVED'),
         a as (select * from filed_list_row where edition_id = ${editions.afterId} and change <> 'REMOVED'),
         found as (
           select coalesce(a.filing_number, b.filing_number) as number, ${side(b)} as before, ${side(a)} as after
             from b full join a on a.filing_number = b.filing_number),
         marked as (
           select number, before, after, case when before is null then 'ADDED' when after is null then 'REMOVED'
                  else 'CHANGED' end as change
             from found where before is distinct from after)`;
  const wanted = query.change === undefined ? sql`true` : sql`change = ${query.change}`;
  const direction = query.sort.startsWith('-') ? sql`desc` : sql`asc`;
  const rows = await read.all(
    statement(sql<StoredChange>`${differences}
      select number as "filingNumber", change, before, after from marked where ${wanted}
       order by number ${direction} limit ${query.pageSize} offset ${(query.page - 1) * query.pageSize}`),
  );
  const { total } = await read.one(
    statement(
      sql<{ total: number }>`${differences} select count(*) as total from marked where ${wanted}`,
    ),
  );
  return { rows, total };
};
