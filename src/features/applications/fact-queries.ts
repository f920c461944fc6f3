import { sql } from 'kysely';
import type { Instant } from '../../kernel/time.ts';
import type { Read } from '../../platform/db/database.ts';
import { statement } from '../../platform/db/statement.ts';
import type { ApplicationRecord } from './record.ts';
import type { ApplicationStatus } from './status.ts';

export interface FactRow {
  readonly certificateLevelId: string;
  readonly certificateName: string;
  readonly level: number;
  readonly lastPlanned: number | null;
  readonly lastFiled: number | null;
  readonly nowPlanned: number | null;
}

export interface LastRoundFacts {
  readonly lastRoundTitle: string | null;
  readonly lastStatus: ApplicationStatus | null;
  readonly rows: FactRow[];
}

/** What the institution planned and was filed for in its last earlier round, beside what it plans now (六.1). */
export const lastRoundFacts = async (
  read: Read,
  record: ApplicationRecord,
): Promise<LastRoundFacts> => {
  const last = await read.maybe(
    statement(sql<{ id: string; title: string; status: ApplicationStatus }>`
      select a.id, r.title, a.status
        from application a join application_round r on r.id = a.round_id
       where a.institution_id = ${record.institutionId} and a.submission_count > 0
         and (r.year, r.sequence) < (${record.year}::int, ${record.sequence}::int)
       order by r.year desc, r.sequence desc limit 1`),
  );
  const rows = await read.all(
    statement(sql<FactRow>`
      with now_items as (select * from application_item where application_id = ${record.id}),
           last_items as (select it.*, f.headcount as filed
                            from application_item it
                            left join filing f on f.application_item_id = it.id and f.status <> 'FILING_CANCELLED'
                           where it.application_id = ${last?.id ?? null}::uuid)
      select cl.id as "certificateLevelId", c.short_name as "certificateName", cl.level,
             l.planned_headcount as "lastPlanned", l.filed as "lastFiled", n.planned_headcount as "nowPlanned"
        from now_items n full join last_items l on l.certificate_level_id = n.certificate_level_id
        join certificate_level cl on cl.id = coalesce(n.certificate_level_id, l.certificate_level_id)
        join certificate c on c.id = cl.certificate_id
       order by n.position nulls last, c.short_name, cl.level`),
  );
  return { lastRoundTitle: last?.title ?? null, lastStatus: last?.status ?? null, rows };
};

/** Certificates that the application names now, whatever the level. */
export const certificatesApplied = async (read: Read, applicationId: string): Promise<string[]> => {
  const rows = await read.all(
    statement(sql<{ id: string }>`
      select distinct cl.certificate_id as id from application_item it
        join certificate_level cl on cl.id = it.certificate_level_id
       where it.application_id = ${applicationId}`),
  );
  return rows.map(({ id }) => id);
};

export interface MyRoundRow {
  readonly roundId: string;
  readonly title: string;
  readonly year: number;
  readonly sequence: number;
  readonly opensAt: Instant;
  readonly closesAt: Instant;
  readonly hasExtension: boolean;
  readonly isEligible: boolean;
  readonly isPublished: boolean;
  readonly applicationId: string | null;
  readonly status: ApplicationStatus | null;
  readonly correctionDueAt: Instant | null;
  readonly openRemarks: number;
  readonly hasEarlier: boolean;
}

/** Published rounds, newest first, with the institution's application in each. */
export const myRoundRows = (read: Read, institutionId: string): Promise<MyRoundRow[]> =>
  read.all(
    statement(sql<MyRoundRow>`
      select r.id as "roundId", r.title, r.year, r.sequence, r.opens_at as "opensAt",
             greatest(x.closes_at, r.closes_at) as "closesAt", x.id is not null as "hasExtension",
             i.institution_kind = any (r.eligible_kinds) as "isEligible", r.status = 'PUBLISHED' as "isPublished",
             a.id as "applicationId", a.status, a.correction_due_at as "correctionDueAt",
             (select count(*) from review_remark m where m.application_id = a.id and m.answered_at is null
                 and a.status = 'RETURNED') as "openRemarks",
             exists (select 1 from application e where e.institution_id = ${institutionId}
                 and e.submission_count > 0 and e.round_id <> r.id) as "hasEarlier"
        from application_round r
        cross join institution i
        left join application a on a.round_id = r.id and a.institution_id = i.organization_id
        left join round_extension x
          on x.round_id = r.id and x.organization_id = i.organization_id and x.revoked_at is null
       where i.organization_id = ${institutionId} and r.status <> 'DRAFT'
       order by r.year desc, r.sequence desc limit 50`),
  );

export interface DueApplication {
  readonly id: string;
  readonly version: number;
}

/** Drafts past their closing and returned ones past their correction deadline, oldest first. */
export const dueToLapse = (read: Read, at: Instant, limit: number): Promise<DueApplication[]> =>
  read.all(
    statement(sql<DueApplication>`
      select a.id, a.version
        from application a
        join application_round r on r.id = a.round_id
        left join round_extension x
          on x.round_id = a.round_id and x.organization_id = a.institution_id and x.revoked_at is null
       where (a.status = 'DRAFT' and greatest(x.closes_at, r.closes_at) <= ${at})
          or (a.status = 'RETURNED' and a.correction_due_at <= ${at})
       order by a.created_at limit ${limit}`),
  );

export interface ItemToFile {
  readonly applicationId: string;
  readonly itemId: string;
  readonly institutionId: string;
  readonly institutionName: string;
  readonly certificateLevelId: string;
  readonly certificateName: string;
  readonly certificateStatus: string;
  readonly level: number;
  readonly evaluationOrganizationId: string;
  readonly approvedHeadcount: number;
  /** As they were when it was submitted. */
  readonly majorNames: string[];
  readonly isNew: boolean;
}

/** Approved items of approved applications that are not filed yet, in the order in which they are numbered. */
export const itemsToFile = (read: Read, roundId: string): Promise<ItemToFile[]> =>
  read.all(
    statement(sql<ItemToFile>`
      select a.id as "applicationId", it.id as "itemId", a.institution_id as "institutionId",
             it.certificate_level_id as "certificateLevelId",
             c.evaluation_organization_id as "evaluationOrganizationId",
             it.approved_headcount as "approvedHeadcount",
             array(select coalesce(m.said ->> 'name', im.major_name ||
                             case when im.direction = '' then '' else '（' || im.direction || '）' end)
                     from institution_major im
                     left join lateral (
                       select said from jsonb_array_elements(s.words -> 'majors') said
                        where said ->> 'id' = im.id::text) m on true
                    where im.id = any (it.institution_major_ids)
                    order by im.major_code, im.direction) as "majorNames",
             c.status as "certificateStatus", c.short_name as "certificateName", cl.level,
             o.name as "institutionName", coalesce(it.is_new, false) as "isNew"
        from application a
        join application_item it on it.application_id = a.id and it.provincial_decision = 'APPROVED'
        join certificate_level cl on cl.id = it.certificate_level_id
        join certificate c on c.id = cl.certificate_id
        join organization o on o.id = a.institution_id
        left join application_submission s
          on s.application_id = a.id and s.number = a.submission_count
       where a.round_id = ${roundId} and a.status in ('APPROVED', 'PARTIALLY_APPROVED')
       order by o.code, c.code, cl.level`),
  );

export const openApplicationCount = async (read: Read, roundId: string): Promise<number> => {
  const row = await read.one(
    statement(sql<{ open: number }>`
      select count(*) as open from application
       where round_id = ${roundId} and status in ('CITY_REVIEW', 'PROVINCIAL_REVIEW', 'RETURNED')`),
  );
  return row.open;
};
