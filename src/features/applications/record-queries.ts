import { sql } from 'kysely';

/*
 * What hangs on an application `a`, each part as one JSON value. A row of named columns is turned into JSON by one
 * function that remembers how each column is written; `json_build_object` looks it up for every value.
 */

export const ITEMS = sql`(
  select coalesce(json_agg(x), '[]'::json) from (
    select it.id, it.certificate_level_id as "certificateLevelId", c.id as "certificateId",
           c.short_name as "certificateName", cl.level, c.status as "certificateStatus",
           eo.name as "evaluationOrganizationName", it.is_new as "isNew", it.city_decision as "cityDecision",
           it.city_opinion as "cityOpinion", it.provincial_decision as "provincialDecision",
           it.approved_headcount as "approvedHeadcount", it.provincial_opinion as "provincialOpinion",
           it.institution_major_ids as "institutionMajorIds", it.grades, it.planned_headcount as "plannedHeadcount",
           it.site_intention as "siteIntention", it.three_year_reason as "threeYearReason", it.note
      from application_item it
      join certificate_level cl on cl.id = it.certificate_level_id
      join certificate c on c.id = cl.certificate_id
      join organization eo on eo.id = c.evaluation_organization_id
     where it.application_id = a.id
     order by it.position) x)`;

export const PLAN_FILE = sql`(
  select json_build_object('id', f.id, 'name', f.original_name, 'byteCount', f.byte_count,
      'pageCount', f.page_count, 'sha256', f.sha256, 'uploadedAt', onex_instant(f.created_at))
    from stored_file f where f.id = a.plan_file_id)`;

export const DECISIONS = sql`(
  select coalesce(json_agg(x), '[]'::json) from (
    select d.id, d.stage, d.verb, d.opinion, d.account_id as "accountId", d.reviewer_name as "reviewerName",
           d.organization_id as "organizationId", ro.name as "organizationName",
           onex_instant(d.decided_at) as "decidedAt", onex_instant(d.revoked_at) as "revokedAt"
      from review_decision d join organization ro on ro.id = d.organization_id
     where d.application_id = a.id
     order by d.decided_at) x)`;

/** Remarks reach the school only with the return that sends them. */
export const REMARKS = sql`(
  select coalesce(json_agg(x), '[]'::json) from (
    select m.id, m.stage, m.field, m.text, m.answer, onex_instant(m.created_at) as "createdAt",
           onex_instant(m.answered_at) as "answeredAt"
      from review_remark m where m.application_id = a.id and m.decision_id is not null
     order by m.created_at, m.id) x)`;

export const MAJORS = sql`(
  select coalesce(json_agg(x), '[]'::json) from (
    select im.id, im.major_code as code,
           im.major_name || case when im.direction = '' then '' else '（' || im.direction || '）' end as name,
           im.first_enrolment_year as "firstEnrolmentYear", im.current_students as "currentStudents",
           im.status = 'CLOSED' as "isClosed"
      from institution_major im where im.institution_id = a.institution_id
     order by im.major_code, im.direction) x)`;

/** The facts of the majors as they were submitted last; a draft has none. */
export const SUBMITTED_MAJORS = sql`(
  select s.words -> 'majors' from application_submission s
   where s.application_id = a.id and s.number = a.submission_count)`;

/** 四.4: new or continuing is read from the filings of every earlier round. */
export const EVER_FILED = sql`(
  select coalesce(json_agg(distinct cl.certificate_id), '[]'::json)
    from filing f
    join certificate_level cl on cl.id = f.certificate_level_id
    join application_round er on er.id = f.round_id
   where f.institution_id = a.institution_id and (er.year, er.sequence) < (r.year, r.sequence))`;
