import { sql } from 'kysely';
import type { Instant } from '../../kernel/time.ts';
import type { Read } from '../../platform/db/database.ts';
import { statement } from '../../platform/db/statement.ts';

export interface UnmetDeadline {
  readonly roundId: string;
  readonly roundTitle: string;
  readonly institutionId: string;
  /** Nothing has been begun. */
  readonly applicationId: string | null;
  readonly status: 'DRAFT' | 'RETURNED' | 'WITHDRAWN' | null;
  readonly dueAt: Instant;
}

/**
 * Institutions that may still apply in an open round and have not: nothing begun, a draft, withdrawn, or returned and
 * not yet sent again. The deadline is the one that counts for each: extended, or for its correction.
 */
export const unmetDeadlines = (
  read: Read,
  span: { readonly from: Instant; readonly to: Instant },
): Promise<UnmetDeadline[]> =>
  read.all(
    statement(sql<UnmetDeadline>`
      select * from (
        select r.id as "roundId", r.title as "roundTitle", o.id as "institutionId", a.id as "applicationId",
               a.status, case when a.status = 'RETURNED' then a.correction_due_at
                              else greatest(x.closes_at, r.closes_at) end as "dueAt"
          from application_round r
          join institution i on i.institution_kind = any (r.eligible_kinds)
          join organization o on o.id = i.organization_id and o.status = 'ACTIVE'
          left join application a on a.round_id = r.id and a.institution_id = o.id
          left join round_extension x
            on x.round_id = r.id and x.organization_id = o.id and x.revoked_at is null
         where (r.status = 'PUBLISHED' or a.status = 'RETURNED') and r.opens_at <= ${span.from}
           and (a.id is null or a.status in ('DRAFT', 'RETURNED', 'WITHDRAWN'))
      ) d
      where d."dueAt" > ${span.from} and d."dueAt" <= ${span.to}
      order by d."dueAt", d."institutionId"`),
  );
