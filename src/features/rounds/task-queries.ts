import { sql } from 'kysely';
import type { Read } from '../../platform/db/database.ts';
import { statement } from '../../platform/db/statement.ts';
import type { RoundInTime } from './phase.ts';

export interface RoundToWatch extends RoundInTime {
  readonly id: string;
  readonly title: string;
  /** The round is open to this institution's kind; false for every other organization. */
  readonly isEligible: boolean;
}

/** Rounds that are being prepared or run, the earliest first. */
export const roundsToWatch = (read: Read, organizationId: string): Promise<RoundToWatch[]> =>
  read.all(
    statement(sql<RoundToWatch>`
      select r.id, r.title, r.status, r.opens_at as "opensAt", r.closes_at as "closesAt",
             r.city_review_due_at as "cityReviewDueAt", r.provincial_review_due_at as "provincialReviewDueAt",
             coalesce(i.institution_kind = any (r.eligible_kinds), false) as "isEligible"
        from application_round r
        left join institution i on i.organization_id = ${organizationId}
       where r.status in ('DRAFT', 'PUBLISHED')
       order by r.opens_at, r.id limit 20`),
  );
