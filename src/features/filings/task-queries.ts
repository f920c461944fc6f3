import { sql } from 'kysely';
import type { Instant } from '../../kernel/time.ts';
import type { Read } from '../../platform/db/database.ts';
import { statement } from '../../platform/db/statement.ts';

export interface RoundToConfirm {
  readonly roundId: string;
  readonly title: string;
  readonly itemCount: number;
  readonly institutionCount: number;
}

/** Rounds with approved items that stand on no filed list yet: what `itemsToFile` of applications hands over. */
export const roundsToConfirm = (read: Read): Promise<RoundToConfirm[]> =>
  read.all(
    statement(sql<RoundToConfirm>`
      select r.id as "roundId", r.title, count(*)::int as "itemCount",
             count(distinct a.institution_id)::int as "institutionCount"
        from application a
        join application_item it on it.application_id = a.id and it.provincial_decision = 'APPROVED'
        join application_round r on r.id = a.round_id
       where a.status in ('APPROVED', 'PARTIALLY_APPROVED')
       group by r.id order by r.year desc, r.sequence desc limit 20`),
  );

export interface EditionToFetch {
  readonly roundId: string;
  readonly roundTitle: string;
  readonly number: number;
  readonly confirmedAt: Instant;
  readonly rowCount: number;
  readonly changeCount: number;
}

/** Newest editions with rows of this organization that none of its people has fetched. */
export const editionsToFetch = (read: Read, organizationId: string): Promise<EditionToFetch[]> =>
  read.all(
    statement(sql<EditionToFetch>`
      select x.round_id as "roundId", r.title as "roundTitle", x.number, x.confirmed_at as "confirmedAt",
             own.rows as "rowCount", own.changes as "changeCount"
        from filed_list_edition x
        join application_round r on r.id = x.round_id
        cross join lateral (
          select (count(*) filter (where w.change <> 'REMOVED'))::int as rows,
                 (count(*) filter (where w.change <> 'SAME'))::int as changes
            from filed_list_row w
           where w.edition_id = x.id and w.evaluation_organization_id = ${organizationId}) own
       where own.rows + own.changes > 0
         and not exists (select 1 from filed_list_edition later
               where later.round_id = x.round_id and later.number > x.number)
         and not exists (select 1 from filed_list_fetch g
               where g.edition_id = x.id and g.organization_id = ${organizationId})
       order by x.confirmed_at desc limit 20`),
  );
