import { sql } from 'kysely';
import { type Actor, scopeOf } from '../../kernel/actor.ts';
import type { Instant } from '../../kernel/time.ts';
import type { Read } from '../../platform/db/database.ts';
import { statement } from '../../platform/db/statement.ts';
import { groupColumn } from './list-queries.ts';
import { inScope } from './queries.ts';
import type { ReviewGroup } from './review-groups.ts';
import type { ApplicationStatus } from './status.ts';

export interface OwnRoundTask {
  readonly roundId: string;
  readonly title: string;
  readonly applicationId: string | null;
  readonly status: ApplicationStatus | null;
  readonly closesAt: Instant;
  readonly correctionDueAt: Instant | null;
  readonly cityReviewDueAt: Instant;
  readonly provincialReviewDueAt: Instant;
  readonly bureauName: string | null;
  readonly openRemarks: number;
}

/** Rounds in which this institution may still apply or has an application; concluded ones while it still waits. */
export const ownRoundTasks = (
  read: Read,
  institutionId: string,
  at: Instant,
): Promise<OwnRoundTask[]> =>
  read.all(
    statement(sql<OwnRoundTask>`
      select r.id as "roundId", r.title, a.id as "applicationId", a.status,
             greatest(x.closes_at, r.closes_at) as "closesAt", a.correction_due_at as "correctionDueAt",
             r.city_review_due_at as "cityReviewDueAt", r.provincial_review_due_at as "provincialReviewDueAt",
             b.name as "bureauName",
             (select count(*) from review_remark m where m.application_id = a.id and m.answered_at is null
                 and a.status = 'RETURNED') as "openRemarks"
        from application_round r
        join institution i on i.organization_id = ${institutionId}
        left join application a on a.round_id = r.id and a.institution_id = i.organization_id
        left join organization b on b.id = a.reviewing_bureau_id
        left join round_extension x
          on x.round_id = r.id and x.organization_id = i.organization_id and x.revoked_at is null
       where (r.status = 'PUBLISHED' or a.status in ('RETURNED', 'CITY_REVIEW', 'PROVINCIAL_REVIEW'))
         and (a.id is not null or (i.institution_kind = any (r.eligible_kinds) and r.opens_at <= ${at}
                and greatest(x.closes_at, r.closes_at) > ${at}))
       order by r.closes_at desc limit 50`),
  );

export interface QueueTask {
  readonly roundId: string;
  readonly title: string;
  readonly group: ReviewGroup;
  readonly count: number;
  readonly cityReviewDueAt: Instant;
  readonly provincialReviewDueAt: Instant;
}

/** The work list's groups that are not done, counted by round: the same groups as the list itself. */
export const queueTasks = (read: Read, actor: Actor, at: Instant): Promise<QueueTask[]> => {
  const stage = scopeOf(actor).kind === 'bureau' ? 'CITY_REVIEW' : 'PROVINCIAL_REVIEW';
  return read.all(
    statement(sql<QueueTask>`
      select r.id as "roundId", r.title, r.city_review_due_at as "cityReviewDueAt",
             r.provincial_review_due_at as "provincialReviewDueAt",
             ${groupColumn(stage, at)} as "group", count(*)::int as count
        from application a
        join application_round r on r.id = a.round_id
       where ${inScope(actor)} and a.submission_count > 0
         and a.status in ('CITY_REVIEW', 'PROVINCIAL_REVIEW', 'RETURNED')
       group by 1, 2, 3, 4, 5
       order by r.provincial_review_due_at, 5 limit 50`),
  );
};
