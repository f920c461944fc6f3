-- The schema after all migrations, made by `npm run generate`. For reading and for reviewing changes:
-- nothing runs this file, db/migrations is what is run.

CREATE OR REPLACE FUNCTION public.onex_account()
 RETURNS uuid
 LANGUAGE sql
 STABLE
AS $function$ select nullif(current_setting('onex.account_id', true), '')::uuid $function$;

CREATE OR REPLACE FUNCTION public.onex_enter(p_token_hash bytea, p_at timestamp with time zone, p_idle interval)
 RETURNS jsonb
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public'
AS $function$
declare
  v record;
  w record;
  v_scope text;
begin
  perform set_config('onex.scope', 'accounts', true);
  select s.id as session_id, s.seen_at, s.proved_at, s.restriction, s.viewed_account_id, s.view_ends_at,
         a.id, a.name, a.roles, a.affiliated_institution_ids,
         o.id as organization_id, o.name as organization_name, o.kind as organization_kind
    into v
    from public.session s
    join public.account a on a.id = s.account_id
    join public.organization o on o.id = a.organization_id
   where s.token_hash = p_token_hash and s.ended_at is null and s.expires_at > p_at
     and s.seen_at > p_at - case when o.kind in ('PROJECT_OFFICE', 'PROVINCIAL_DEPARTMENT', 'CITY_BUREAU')
                                 then p_idle / 2 else p_idle end
     and a.status = 'ACTIVE' and o.status = 'ACTIVE';
  if not found then
    perform set_config('onex.scope', 'public', true);
    return null;
  end if;
  w := v;
  if v.viewed_account_id is not null and v.view_ends_at > p_at then
    select s.id as session_id, s.seen_at, s.proved_at, s.restriction, s.viewed_account_id, s.view_ends_at,
           a.id, a.name, a.roles, a.affiliated_institution_ids,
           o.id as organization_id, o.name as organization_name, o.kind as organization_kind
      into w
      from public.session s
      join public.account a on a.id = s.viewed_account_id
      join public.organization o on o.id = a.organization_id
     where s.id = v.session_id and a.status = 'ACTIVE' and o.status = 'ACTIVE';
    if not found then
      w := v;
    end if;
  end if;
  v_scope := case
    when w.organization_kind in ('PROJECT_OFFICE', 'PROVINCIAL_DEPARTMENT') then
      case when w.roles && array['project_office_admin', 'project_office_staff', 'provincial_reviewer',
                                 'provincial_viewer', 'auditor'] then 'all' else 'public' end
    when w.organization_kind = 'CITY_BUREAU' then 'bureau'
    when w.organization_kind = 'INSTITUTION' then 'institution'
    else 'evaluation' end;
  perform set_config('onex.scope', v_scope, true);
  perform set_config('onex.organization_id', w.organization_id::text, true);
  perform set_config('onex.account_id', w.id::text, true);
  return jsonb_build_object(
    'userId', w.id, 'name', w.name, 'roles', to_jsonb(w.roles),
    'affiliatedInstitutionIds', to_jsonb(w.affiliated_institution_ids),
    'organizationId', w.organization_id, 'organizationName', w.organization_name,
    'organizationKind', w.organization_kind, 'sessionId', v.session_id, 'seenAt', v.seen_at,
    'provedAt', to_char(v.proved_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
    'restriction', v.restriction,
    -- The time of the view is over and nobody has left it yet: nothing is written by mistake in one's own name.
    'viewEnded', w.id = v.id and v.viewed_account_id is not null,
    'viewer', case when w.id = v.id then null else jsonb_build_object(
      'userId', v.id, 'name', v.name, 'organizationId', v.organization_id,
      'organizationName', v.organization_name,
      'endsAt', to_char(v.view_ends_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) end);
end
$function$;

CREATE OR REPLACE FUNCTION public.onex_instant(moment timestamp with time zone)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE
AS $function$ select to_char(moment at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') $function$;

CREATE OR REPLACE FUNCTION public.onex_organization()
 RETURNS uuid
 LANGUAGE sql
 STABLE
AS $function$ select nullif(current_setting('onex.organization_id', true), '')::uuid $function$;

CREATE OR REPLACE FUNCTION public.onex_scope()
 RETURNS text
 LANGUAGE sql
 STABLE
AS $function$ select coalesce(current_setting('onex.scope', true), '') $function$;

create table account (
  id uuid not null,
  login_name text not null,
  name text not null,
  organization_id uuid not null,
  status text not null,
  roles text[] not null,
  affiliated_institution_ids uuid[] not null default '{}'::uuid[],
  password_hash text,
  password_changed_at timestamp with time zone,
  last_sign_in_at timestamp with time zone,
  created_at timestamp with time zone not null,
  created_by uuid,
  updated_at timestamp with time zone not null,
  updated_by uuid,
  version integer not null default 1,
  constraint account_pkey PRIMARY KEY (id),
  constraint account_has_a_role CHECK ((cardinality(roles) > 0)),
  constraint account_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organization(id),
  constraint account_status_is_known CHECK ((status = ANY (ARRAY['INVITED'::text, 'ACTIVE'::text, 'SUSPENDED'::text, 'CLOSED'::text]))),
  constraint active_account_has_password CHECK (((status <> 'ACTIVE'::text) OR (password_hash IS NOT NULL)))
);
CREATE INDEX account_of_organization ON public.account USING btree (organization_id);
CREATE UNIQUE INDEX one_account_per_login_name ON public.account USING btree (lower(login_name));
alter table account enable row level security;
alter table account force row level security;
create policy account_scope on account using (((( SELECT onex_scope() AS onex_scope) = ANY (ARRAY['all'::text, 'accounts'::text])) OR (organization_id = ( SELECT onex_organization() AS onex_organization)) OR (id = ( SELECT onex_account() AS onex_account))));
grant delete, insert, select, update on account to onex_app;

create table account_handover (
  id uuid not null,
  from_account_id uuid not null,
  to_account_id uuid not null,
  organization_id uuid not null,
  items jsonb not null,
  reason text not null,
  created_at timestamp with time zone not null,
  created_by uuid,
  undone_at timestamp with time zone,
  undone_by uuid,
  constraint account_handover_pkey PRIMARY KEY (id),
  constraint account_handover_from_account_id_fkey FOREIGN KEY (from_account_id) REFERENCES account(id),
  constraint account_handover_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organization(id),
  constraint account_handover_to_account_id_fkey FOREIGN KEY (to_account_id) REFERENCES account(id),
  constraint handover_goes_to_another CHECK ((from_account_id <> to_account_id))
);
CREATE INDEX account_handover_from ON public.account_handover USING btree (from_account_id, created_at);
CREATE INDEX account_handover_of_organization ON public.account_handover USING btree (organization_id);
CREATE INDEX account_handover_to ON public.account_handover USING btree (to_account_id, created_at);
alter table account_handover enable row level security;
alter table account_handover force row level security;
create policy account_handover_scope on account_handover using (
CASE ( SELECT onex_scope() AS onex_scope)
    WHEN 'all'::text THEN true
    WHEN 'accounts'::text THEN true
    ELSE (organization_id = ( SELECT onex_organization() AS onex_organization))
END);
grant delete, insert, select, update on account_handover to onex_app;

create table account_request (
  id uuid not null,
  receipt_number text not null,
  organization_id uuid not null,
  status text not null,
  name text not null,
  duty text not null,
  mobile_sealed text not null,
  mobile_index bytea not null,
  mailbox_sealed text not null,
  purpose text not null,
  letter_id uuid not null,
  network_index bytea not null,
  decided_at timestamp with time zone,
  decision_reason text,
  account_id uuid,
  created_at timestamp with time zone not null,
  created_by uuid,
  updated_at timestamp with time zone not null,
  updated_by uuid,
  version integer not null default 1,
  constraint account_request_pkey PRIMARY KEY (id),
  constraint account_request_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(id),
  constraint account_request_letter_id_fkey FOREIGN KEY (letter_id) REFERENCES account_request_letter(id),
  constraint account_request_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organization(id),
  constraint account_request_status_is_known CHECK ((status = ANY (ARRAY['PENDING'::text, 'APPROVED'::text, 'REFUSED'::text]))),
  constraint approved_account_request_has_account CHECK (((status = 'APPROVED'::text) = (account_id IS NOT NULL))),
  constraint decided_account_request_says_when CHECK (((status = 'PENDING'::text) = (decided_at IS NULL))),
  constraint one_account_request_per_letter UNIQUE (letter_id),
  constraint one_account_request_per_receipt UNIQUE (receipt_number)
);
CREATE INDEX account_request_by_time ON public.account_request USING btree (created_at);
CREATE INDEX account_request_of_account ON public.account_request USING btree (account_id);
CREATE INDEX account_request_of_mobile ON public.account_request USING btree (mobile_index);
CREATE INDEX account_request_of_network ON public.account_request USING btree (network_index, created_at);
CREATE INDEX account_request_of_organization ON public.account_request USING btree (organization_id, created_at);
alter table account_request enable row level security;
alter table account_request force row level security;
create policy account_request_scope on account_request using (
CASE ( SELECT onex_scope() AS onex_scope)
    WHEN 'all'::text THEN true
    WHEN 'accounts'::text THEN true
    ELSE (organization_id = ( SELECT onex_organization() AS onex_organization))
END);
grant delete, insert, select, update on account_request to onex_app;

create table account_request_letter (
  id uuid not null,
  token_hash bytea not null,
  network_index bytea not null,
  storage_key text not null,
  original_name text not null,
  media_type text not null,
  byte_count bigint not null,
  page_count integer,
  sha256 text not null,
  created_at timestamp with time zone not null,
  constraint account_request_letter_pkey PRIMARY KEY (id),
  constraint letter_is_not_empty CHECK ((byte_count > 0)),
  constraint one_letter_per_stored_object UNIQUE (storage_key)
);
CREATE INDEX account_request_letter_by_time ON public.account_request_letter USING btree (created_at);
CREATE INDEX account_request_letter_of_network ON public.account_request_letter USING btree (network_index, created_at);
grant delete, insert, select, update on account_request_letter to onex_app;

create table activation (
  id uuid not null,
  account_id uuid not null,
  token_hash bytea not null,
  purpose text not null,
  expires_at timestamp with time zone not null,
  used_at timestamp with time zone,
  created_at timestamp with time zone not null,
  created_by uuid,
  constraint activation_pkey PRIMARY KEY (id),
  constraint activation_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(id),
  constraint activation_purpose_is_known CHECK ((purpose = ANY (ARRAY['ACTIVATE'::text, 'RESET'::text]))),
  constraint one_activation_per_token UNIQUE (token_hash)
);
CREATE INDEX activation_of_account ON public.activation USING btree (account_id, created_at);
grant delete, insert, select, update on activation to onex_app;

create table announcement (
  id uuid not null,
  title text not null,
  notice_number text,
  body_html text not null,
  body_text text not null,
  is_public boolean not null default false,
  must_confirm boolean not null default false,
  audience jsonb not null default '{}'::jsonb,
  attachment_ids uuid[] not null default '{}'::uuid[],
  status text not null,
  publish_at timestamp with time zone,
  published_at timestamp with time zone,
  edition integer not null default 0,
  corrected_at timestamp with time zone,
  confirm_edition integer not null default 1,
  withdrawn_at timestamp with time zone,
  withdraw_reason text,
  nudged_at timestamp with time zone,
  created_at timestamp with time zone not null,
  created_by uuid,
  updated_at timestamp with time zone not null,
  updated_by uuid,
  version integer not null default 1,
  constraint announcement_pkey PRIMARY KEY (id),
  constraint announcement_status_is_known CHECK ((status = ANY (ARRAY['DRAFT'::text, 'SCHEDULED'::text, 'PUBLISHED'::text, 'WITHDRAWN'::text, 'ARCHIVED'::text]))),
  constraint published_announcement_has_an_edition CHECK (((status = ANY (ARRAY['DRAFT'::text, 'SCHEDULED'::text])) OR ((published_at IS NOT NULL) AND (edition > 0)))),
  constraint scheduled_announcement_has_an_instant CHECK (((status <> 'SCHEDULED'::text) OR (publish_at IS NOT NULL)))
);
CREATE INDEX announcement_by_publication ON public.announcement USING btree (published_at DESC);
CREATE INDEX announcement_due ON public.announcement USING btree (publish_at) WHERE (status = 'SCHEDULED'::text);
alter table announcement enable row level security;
alter table announcement force row level security;
create policy announcement_scope on announcement using (
CASE
    WHEN (( SELECT onex_scope() AS onex_scope) = 'all'::text) THEN true
    WHEN ((status = ANY (ARRAY['PUBLISHED'::text, 'ARCHIVED'::text])) AND is_public) THEN true
    WHEN (status = ANY (ARRAY['PUBLISHED'::text, 'ARCHIVED'::text, 'WITHDRAWN'::text])) THEN (id IN ( SELECT r.announcement_id
       FROM announcement_recipient r
      WHERE (r.organization_id = ( SELECT onex_organization() AS onex_organization))))
    ELSE false
END);
grant delete, insert, select, update on announcement to onex_app;

create table announcement_attachment (
  id uuid not null,
  announcement_id uuid not null,
  storage_key text not null,
  original_name text not null,
  media_type text not null,
  byte_count bigint not null,
  page_count integer,
  sha256 text not null,
  created_at timestamp with time zone not null,
  created_by uuid not null,
  constraint announcement_attachment_pkey PRIMARY KEY (id),
  constraint announcement_attachment_announcement_id_fkey FOREIGN KEY (announcement_id) REFERENCES announcement(id) ON DELETE CASCADE,
  constraint attachment_is_not_empty CHECK ((byte_count > 0)),
  constraint one_attachment_per_stored_object UNIQUE (storage_key)
);
CREATE INDEX announcement_attachment_of_announcement ON public.announcement_attachment USING btree (announcement_id);
alter table announcement_attachment enable row level security;
alter table announcement_attachment force row level security;
create policy announcement_attachment_scope on announcement_attachment using (
CASE ( SELECT onex_scope() AS onex_scope)
    WHEN 'all'::text THEN true
    ELSE (announcement_id IN ( SELECT a.id
       FROM announcement a))
END);
grant delete, insert, select, update on announcement_attachment to onex_app;

create table announcement_edition (
  announcement_id uuid not null,
  number integer not null,
  title text not null,
  notice_number text,
  body_html text not null,
  attachment_ids uuid[] not null,
  reason text,
  published_at timestamp with time zone not null,
  published_by uuid,
  constraint announcement_edition_pkey PRIMARY KEY (announcement_id, number),
  constraint announcement_edition_announcement_id_fkey FOREIGN KEY (announcement_id) REFERENCES announcement(id)
);
alter table announcement_edition enable row level security;
alter table announcement_edition force row level security;
create policy announcement_edition_scope on announcement_edition using (
CASE ( SELECT onex_scope() AS onex_scope)
    WHEN 'all'::text THEN true
    ELSE (announcement_id IN ( SELECT a.id
       FROM announcement a))
END);
grant insert, select on announcement_edition to onex_app;

create table announcement_recipient (
  announcement_id uuid not null,
  account_id uuid not null,
  organization_id uuid not null,
  read_at timestamp with time zone,
  confirmed_at timestamp with time zone,
  confirmed_edition integer,
  constraint announcement_recipient_pkey PRIMARY KEY (announcement_id, account_id),
  constraint announcement_recipient_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(id),
  constraint announcement_recipient_announcement_id_fkey FOREIGN KEY (announcement_id) REFERENCES announcement(id),
  constraint announcement_recipient_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organization(id)
);
CREATE INDEX announcement_recipient_of_account ON public.announcement_recipient USING btree (account_id, announcement_id);
CREATE INDEX announcement_recipient_of_organization ON public.announcement_recipient USING btree (organization_id, announcement_id);
alter table announcement_recipient enable row level security;
alter table announcement_recipient force row level security;
create policy announcement_recipient_scope on announcement_recipient using (
CASE ( SELECT onex_scope() AS onex_scope)
    WHEN 'all'::text THEN true
    ELSE (organization_id = ( SELECT onex_organization() AS onex_organization))
END);
grant delete, insert, select, update on announcement_recipient to onex_app;

create table application (
  id uuid not null,
  round_id uuid not null,
  institution_id uuid not null,
  status text not null,
  reviewing_bureau_id uuid,
  returned_from text,
  correction_due_at timestamp with time zone,
  receipt_number text,
  submitted_at timestamp with time zone,
  submitted_by uuid,
  submission_count integer not null default 0,
  is_new_institution boolean,
  leader_name text not null default ''::text,
  leader_title text not null default ''::text,
  department_name text not null default ''::text,
  department_head text not null default ''::text,
  officer_name text not null default ''::text,
  officer_title text not null default ''::text,
  office_phone text not null default ''::text,
  conditions jsonb not null,
  statement_accepted boolean not null default false,
  plan_file_id uuid,
  accepted_warnings jsonb not null default '{}'::jsonb,
  decided_at timestamp with time zone,
  item_count integer not null default 0,
  new_item_count integer not null default 0,
  planned_headcount bigint not null default 0,
  created_at timestamp with time zone not null,
  created_by uuid,
  updated_at timestamp with time zone not null,
  updated_by uuid,
  version integer not null default 1,
  constraint application_pkey PRIMARY KEY (id),
  constraint application_institution_id_fkey FOREIGN KEY (institution_id) REFERENCES institution(organization_id),
  constraint application_plan_file_id_fkey FOREIGN KEY (plan_file_id) REFERENCES stored_file(id),
  constraint application_reviewing_bureau_id_fkey FOREIGN KEY (reviewing_bureau_id) REFERENCES organization(id),
  constraint application_round_id_fkey FOREIGN KEY (round_id) REFERENCES application_round(id),
  constraint application_status_is_known CHECK ((status = ANY (ARRAY['DRAFT'::text, 'CITY_REVIEW'::text, 'PROVINCIAL_REVIEW'::text, 'RETURNED'::text, 'CITY_REJECTED'::text, 'APPROVED'::text, 'PARTIALLY_APPROVED'::text, 'REJECTED'::text, 'WITHDRAWN'::text, 'LAPSED'::text, 'FILED'::text]))),
  constraint one_application_per_institution_and_round UNIQUE (round_id, institution_id),
  constraint one_application_per_receipt UNIQUE (receipt_number),
  constraint returned_from_is_a_stage CHECK ((returned_from = ANY (ARRAY['CITY_REVIEW'::text, 'PROVINCIAL_REVIEW'::text]))),
  constraint submitted_application_has_receipt CHECK (((submission_count = 0) OR (receipt_number IS NOT NULL)))
);
CREATE INDEX application_in_round ON public.application USING btree (round_id, status);
CREATE INDEX application_of_bureau ON public.application USING btree (reviewing_bureau_id, round_id, status);
CREATE INDEX application_of_institution ON public.application USING btree (institution_id);
CREATE INDEX application_plan_file ON public.application USING btree (plan_file_id);
alter table application enable row level security;
alter table application force row level security;
create policy application_scope on application using (
CASE ( SELECT onex_scope() AS onex_scope)
    WHEN 'all'::text THEN true
    WHEN 'institution'::text THEN (institution_id = ( SELECT onex_organization() AS onex_organization))
    WHEN 'bureau'::text THEN (reviewing_bureau_id = ( SELECT onex_organization() AS onex_organization))
    ELSE false
END);
grant delete, insert, select, update on application to onex_app;

create table application_item (
  id uuid not null,
  application_id uuid not null,
  position integer not null,
  certificate_level_id uuid not null,
  institution_major_ids uuid[] not null default '{}'::uuid[],
  grades text[] not null default '{}'::text[],
  planned_headcount bigint,
  site_intention boolean not null default false,
  three_year_reason text not null default ''::text,
  note text not null default ''::text,
  is_new boolean,
  city_decision text,
  city_opinion text not null default ''::text,
  provincial_decision text,
  approved_headcount integer,
  provincial_opinion text not null default ''::text,
  constraint application_item_pkey PRIMARY KEY (id),
  constraint application_item_application_id_fkey FOREIGN KEY (application_id) REFERENCES application(id) ON DELETE CASCADE,
  constraint application_item_certificate_level_id_fkey FOREIGN KEY (certificate_level_id) REFERENCES certificate_level(id),
  constraint approved_headcount_is_within_plan CHECK (((approved_headcount IS NULL) OR ((approved_headcount >= 1) AND (approved_headcount <= planned_headcount)))),
  constraint city_decision_is_known CHECK ((city_decision = ANY (ARRAY['ENDORSED'::text, 'NOT_ENDORSED'::text]))),
  constraint one_item_per_application_and_level UNIQUE (application_id, certificate_level_id) DEFERRABLE INITIALLY DEFERRED,
  constraint provincial_decision_is_known CHECK ((provincial_decision = ANY (ARRAY['APPROVED'::text, 'REJECTED'::text])))
);
CREATE INDEX application_item_of_level ON public.application_item USING btree (certificate_level_id);
alter table application_item enable row level security;
alter table application_item force row level security;
create policy application_item_scope on application_item using (
CASE ( SELECT onex_scope() AS onex_scope)
    WHEN 'all'::text THEN true
    WHEN 'institution'::text THEN (application_id IN ( SELECT a.id
       FROM application a
      WHERE (a.institution_id = ( SELECT onex_organization() AS onex_organization))))
    WHEN 'bureau'::text THEN (application_id IN ( SELECT a.id
       FROM application a
      WHERE (a.reviewing_bureau_id = ( SELECT onex_organization() AS onex_organization))))
    ELSE false
END);
grant delete, insert, select, update on application_item to onex_app;

create table application_round (
  id uuid not null,
  year integer not null,
  sequence integer not null,
  title text not null,
  notice_number text,
  status text not null,
  opens_at timestamp with time zone not null,
  closes_at timestamp with time zone not null,
  city_review_due_at timestamp with time zone not null,
  provincial_review_due_at timestamp with time zone not null,
  eligible_kinds text[] not null,
  guidance text not null default ''::text,
  rules jsonb not null default '{}'::jsonb,
  created_at timestamp with time zone not null,
  created_by uuid,
  updated_at timestamp with time zone not null,
  updated_by uuid,
  version integer not null default 1,
  constraint application_round_pkey PRIMARY KEY (id),
  constraint city_review_ends_after_closing CHECK ((city_review_due_at >= closes_at)),
  constraint one_round_per_year_and_sequence UNIQUE (year, sequence),
  constraint provincial_review_ends_after_city_review CHECK ((provincial_review_due_at >= city_review_due_at)),
  constraint round_closes_after_it_opens CHECK ((closes_at > opens_at)),
  constraint round_has_eligible_kinds CHECK ((cardinality(eligible_kinds) > 0)),
  constraint round_sequence_is_positive CHECK (((sequence >= 1) AND (sequence <= 9))),
  constraint round_status_is_known CHECK ((status = ANY (ARRAY['DRAFT'::text, 'PUBLISHED'::text, 'CONCLUDED'::text]))),
  constraint round_year_is_plausible CHECK (((year >= 2019) AND (year <= 2100)))
);
grant delete, insert, select, update on application_round to onex_app;

create table application_submission (
  application_id uuid not null,
  number integer not null,
  submitted_at timestamp with time zone not null,
  submitted_by uuid not null,
  content jsonb not null,
  content_hash text not null,
  words jsonb not null default '{"levels": [], "majors": [], "planFile": null}'::jsonb,
  constraint application_submission_pkey PRIMARY KEY (application_id, number),
  constraint application_submission_application_id_fkey FOREIGN KEY (application_id) REFERENCES application(id)
);
alter table application_submission enable row level security;
alter table application_submission force row level security;
create policy application_submission_scope on application_submission using (
CASE ( SELECT onex_scope() AS onex_scope)
    WHEN 'all'::text THEN true
    WHEN 'institution'::text THEN (application_id IN ( SELECT a.id
       FROM application a
      WHERE (a.institution_id = ( SELECT onex_organization() AS onex_organization))))
    WHEN 'bureau'::text THEN (application_id IN ( SELECT a.id
       FROM application a
      WHERE (a.reviewing_bureau_id = ( SELECT onex_organization() AS onex_organization))))
    ELSE false
END);
grant delete, insert, select, update on application_submission to onex_app;

create table audit_event (
  id uuid not null,
  occurred_at timestamp with time zone not null,
  received_at timestamp with time zone not null,
  action text not null,
  outcome text not null,
  actor_kind text not null,
  account_id uuid,
  actor_name text not null,
  organization_id uuid,
  organization_name text,
  subject_kind text,
  subject_id uuid,
  from_status text,
  to_status text,
  reason text,
  detail jsonb not null default '{}'::jsonb,
  request_id text,
  constraint audit_event_pkey PRIMARY KEY (id),
  constraint audit_actor_kind_is_known CHECK ((actor_kind = ANY (ARRAY['person'::text, 'system'::text, 'public'::text]))),
  constraint audit_outcome_is_known CHECK ((outcome = ANY (ARRAY['done'::text, 'refused'::text])))
);
CREATE INDEX audit_event_by_time ON public.audit_event USING btree (occurred_at);
CREATE INDEX audit_event_of_account ON public.audit_event USING btree (account_id, occurred_at);
CREATE INDEX audit_event_of_subject ON public.audit_event USING btree (subject_kind, subject_id, occurred_at);
grant insert, select on audit_event to onex_app;

create table calendar_feed (
  id uuid not null,
  account_id uuid not null,
  token_hash bytea not null,
  created_at timestamp with time zone not null,
  revoked_at timestamp with time zone,
  constraint calendar_feed_pkey PRIMARY KEY (id),
  constraint calendar_feed_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(id),
  constraint one_calendar_feed_per_token UNIQUE (token_hash)
);
CREATE INDEX calendar_feed_of_account ON public.calendar_feed USING btree (account_id, created_at);
CREATE UNIQUE INDEX one_live_calendar_feed_per_person ON public.calendar_feed USING btree (account_id) WHERE (revoked_at IS NULL);
alter table calendar_feed enable row level security;
alter table calendar_feed force row level security;
create policy calendar_feed_scope on calendar_feed using (((( SELECT onex_scope() AS onex_scope) = 'accounts'::text) OR (account_id = ( SELECT onex_account() AS onex_account))));
grant delete, insert, select, update on calendar_feed to onex_app;

create table certificate (
  id uuid not null,
  code text not null,
  short_name text not null,
  name text not null,
  batch smallint,
  batch_basis text,
  evaluation_organization_id uuid not null,
  status text not null default 'ACTIVE'::text,
  status_reason text,
  status_on date,
  standard_code text,
  standard_url text,
  sector text,
  trust text,
  source text,
  note text,
  search_text text not null,
  created_at timestamp with time zone not null,
  created_by uuid,
  updated_at timestamp with time zone not null,
  updated_by uuid,
  version integer not null default 1,
  constraint certificate_pkey PRIMARY KEY (id),
  constraint certificate_batch_is_known CHECK (((batch >= 1) AND (batch <= 4))),
  constraint certificate_evaluation_organization_id_fkey FOREIGN KEY (evaluation_organization_id) REFERENCES organization(id),
  constraint certificate_status_is_known CHECK ((status = ANY (ARRAY['ACTIVE'::text, 'EXITING'::text, 'EXITED'::text]))),
  constraint one_certificate_per_code UNIQUE (code),
  constraint one_certificate_per_name_and_organization UNIQUE (short_name, evaluation_organization_id)
);
CREATE INDEX certificate_of_organization ON public.certificate USING btree (evaluation_organization_id);
grant delete, insert, select, update on certificate to onex_app;

create table certificate_level (
  id uuid not null,
  certificate_id uuid not null,
  level smallint not null,
  effective_on date,
  trust text,
  source text,
  created_at timestamp with time zone not null,
  created_by uuid,
  constraint certificate_level_pkey PRIMARY KEY (id),
  constraint certificate_level_certificate_id_fkey FOREIGN KEY (certificate_id) REFERENCES certificate(id),
  constraint certificate_level_is_known CHECK ((level = ANY (ARRAY[1, 2, 3]))),
  constraint one_row_per_certificate_and_level UNIQUE (certificate_id, level)
);
grant delete, insert, select, update on certificate_level to onex_app;

create table certificate_major (
  certificate_id uuid not null,
  major_code text not null,
  major_name text not null,
  education_level text not null,
  trust text,
  source text,
  constraint certificate_major_pkey PRIMARY KEY (certificate_id, major_code),
  constraint certificate_major_certificate_id_fkey FOREIGN KEY (certificate_id) REFERENCES certificate(id)
);
grant delete, insert, select, update on certificate_major to onex_app;

create table channel_address (
  id uuid not null,
  account_id uuid not null,
  medium text not null,
  address_sealed text not null,
  address_index bytea not null,
  provider_sealed text,
  verified_at timestamp with time zone,
  refused_at timestamp with time zone,
  code_hash bytea,
  code_sealed text,
  code_expires_at timestamp with time zone,
  code_attempt_count integer not null default 0,
  created_at timestamp with time zone not null,
  constraint channel_address_pkey PRIMARY KEY (id),
  constraint address_medium_is_known CHECK ((medium = ANY (ARRAY['MAIL'::text, 'DINGTALK'::text]))),
  constraint channel_address_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(id)
);
CREATE INDEX channel_address_of_account ON public.channel_address USING btree (account_id);
CREATE UNIQUE INDEX one_verified_address_per_medium ON public.channel_address USING btree (account_id, medium) WHERE (verified_at IS NOT NULL);
CREATE UNIQUE INDEX one_waiting_address_per_medium ON public.channel_address USING btree (account_id, medium) WHERE (verified_at IS NULL);
alter table channel_address enable row level security;
alter table channel_address force row level security;
create policy channel_address_scope on channel_address using (
CASE ( SELECT onex_scope() AS onex_scope)
    WHEN 'all'::text THEN true
    ELSE (account_id = ( SELECT onex_account() AS onex_account))
END);
grant delete, insert, select, update on channel_address to onex_app;

create table channel_state (
  channel text not null,
  is_enabled boolean not null,
  is_set_up boolean not null default false,
  sender text,
  paused_until_at timestamp with time zone,
  failure_count integer not null default 0,
  last_error text,
  last_failed_at timestamp with time zone,
  last_sent_at timestamp with time zone,
  constraint channel_state_pkey PRIMARY KEY (channel)
);
grant delete, insert, select, update on channel_state to onex_app;

create table contact (
  id uuid not null,
  organization_id uuid not null,
  duty text not null,
  name text not null,
  department text not null default ''::text,
  title text not null default ''::text,
  landline text not null default ''::text,
  mobile_sealed text,
  mobile_index bytea,
  mailbox_sealed text,
  mailbox_index bytea,
  valid_from date not null,
  valid_to date,
  confirmed_at timestamp with time zone,
  confirmed_by uuid,
  reported_kind text,
  reported_at timestamp with time zone,
  revoked_at timestamp with time zone,
  revoked_by uuid,
  search_text text not null,
  created_at timestamp with time zone not null,
  created_by uuid,
  updated_at timestamp with time zone not null,
  updated_by uuid,
  version integer not null default 1,
  constraint contact_pkey PRIMARY KEY (id),
  constraint contact_can_be_called CHECK (((mobile_sealed IS NOT NULL) OR (landline <> ''::text))),
  constraint contact_duty_is_known CHECK ((duty = ANY (ARRAY['LEADER'::text, 'DEPARTMENT_HEAD'::text, 'OFFICER'::text, 'FINANCE'::text, 'EXAMINATION'::text]))),
  constraint contact_ends_after_it_begins CHECK (((valid_to IS NULL) OR (valid_to > valid_from))),
  constraint contact_mailbox_has_index CHECK (((mailbox_sealed IS NULL) = (mailbox_index IS NULL))),
  constraint contact_mobile_has_index CHECK (((mobile_sealed IS NULL) = (mobile_index IS NULL))),
  constraint contact_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organization(id),
  constraint contact_report_has_time CHECK (((reported_kind IS NULL) = (reported_at IS NULL))),
  constraint contact_report_is_known CHECK ((reported_kind = ANY (ARRAY['MAIL_BOUNCED'::text, 'PHONE_DEAD'::text, 'LEFT'::text])))
);
CREATE INDEX contact_by_mailbox ON public.contact USING btree (mailbox_index) WHERE (mailbox_index IS NOT NULL);
CREATE INDEX contact_by_mobile ON public.contact USING btree (mobile_index) WHERE (mobile_index IS NOT NULL);
CREATE INDEX contact_of_organization ON public.contact USING btree (organization_id, duty);
CREATE UNIQUE INDEX one_open_contact_per_mobile_and_duty ON public.contact USING btree (organization_id, duty, mobile_index) WHERE ((valid_to IS NULL) AND (revoked_at IS NULL) AND (mobile_index IS NOT NULL));
CREATE UNIQUE INDEX one_open_contact_per_single_duty ON public.contact USING btree (organization_id, duty) WHERE ((valid_to IS NULL) AND (revoked_at IS NULL) AND (duty = ANY (ARRAY['LEADER'::text, 'DEPARTMENT_HEAD'::text, 'FINANCE'::text])));
alter table contact enable row level security;
alter table contact force row level security;
create policy contact_scope on contact using (
CASE ( SELECT onex_scope() AS onex_scope)
    WHEN 'all'::text THEN true
    WHEN 'institution'::text THEN (organization_id = ( SELECT onex_organization() AS onex_organization))
    WHEN 'evaluation'::text THEN (organization_id = ( SELECT onex_organization() AS onex_organization))
    WHEN 'bureau'::text THEN ((organization_id = ( SELECT onex_organization() AS onex_organization)) OR (organization_id IN ( SELECT j.institution_id
       FROM jurisdiction j
      WHERE (j.bureau_id = ( SELECT onex_organization() AS onex_organization)))))
    ELSE false
END);
grant delete, insert, select, update on contact to onex_app;

create table contact_change (
  id uuid not null,
  contact_id uuid not null,
  organization_id uuid not null,
  verb text not null,
  reason text not null default ''::text,
  facts jsonb not null default '{}'::jsonb,
  mobile_sealed text,
  mailbox_sealed text,
  previous_id uuid,
  undone_at timestamp with time zone,
  undone_by uuid,
  created_at timestamp with time zone not null,
  created_by uuid,
  constraint contact_change_pkey PRIMARY KEY (id),
  constraint contact_change_contact_id_fkey FOREIGN KEY (contact_id) REFERENCES contact(id),
  constraint contact_change_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organization(id),
  constraint contact_change_previous_id_fkey FOREIGN KEY (previous_id) REFERENCES contact_change(id),
  constraint contact_change_verb_is_known CHECK ((verb = ANY (ARRAY['REGISTER'::text, 'CHANGE'::text, 'SUCCEED'::text, 'END'::text, 'CONFIRM'::text, 'REPORT'::text])))
);
CREATE INDEX contact_change_after ON public.contact_change USING btree (previous_id);
CREATE INDEX contact_change_of_contact ON public.contact_change USING btree (contact_id, created_at);
CREATE INDEX contact_change_of_organization ON public.contact_change USING btree (organization_id, created_at);
alter table contact_change enable row level security;
alter table contact_change force row level security;
create policy contact_change_scope on contact_change using (
CASE ( SELECT onex_scope() AS onex_scope)
    WHEN 'all'::text THEN true
    WHEN 'institution'::text THEN (organization_id = ( SELECT onex_organization() AS onex_organization))
    WHEN 'evaluation'::text THEN (organization_id = ( SELECT onex_organization() AS onex_organization))
    WHEN 'bureau'::text THEN ((organization_id = ( SELECT onex_organization() AS onex_organization)) OR (organization_id IN ( SELECT j.institution_id
       FROM jurisdiction j
      WHERE (j.bureau_id = ( SELECT onex_organization() AS onex_organization)))))
    ELSE false
END);
grant delete, insert, select, update on contact_change to onex_app;

create table contact_export (
  id uuid not null,
  organization_id uuid not null,
  account_id uuid not null,
  purpose text not null,
  row_count integer not null,
  created_at timestamp with time zone not null,
  created_by uuid not null,
  constraint contact_export_pkey PRIMARY KEY (id),
  constraint contact_export_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(id),
  constraint contact_export_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organization(id)
);
CREATE INDEX contact_export_of_account ON public.contact_export USING btree (account_id, created_at);
CREATE INDEX contact_export_of_organization ON public.contact_export USING btree (organization_id, created_at);
alter table contact_export enable row level security;
alter table contact_export force row level security;
create policy contact_export_scope on contact_export using (
CASE ( SELECT onex_scope() AS onex_scope)
    WHEN 'all'::text THEN true
    WHEN 'bureau'::text THEN (organization_id = ( SELECT onex_organization() AS onex_organization))
    ELSE false
END);
grant delete, insert, select, update on contact_export to onex_app;

create table delivery (
  id uuid not null,
  kind text not null,
  channel text not null,
  notice_id uuid,
  account_id uuid,
  group_robot_id uuid,
  address_id uuid,
  digest_id uuid,
  todo_id uuid,
  digest_on date,
  is_urgent boolean not null,
  status text not null,
  next_attempt_at timestamp with time zone not null,
  lease_id uuid,
  attempt_count integer not null default 0,
  claim_count integer not null default 0,
  last_error text,
  provider_ref text,
  created_at timestamp with time zone not null,
  settled_at timestamp with time zone,
  check_at timestamp with time zone,
  check_count integer not null default 0,
  arrived_at timestamp with time zone,
  resend_count integer not null default 0,
  constraint delivery_pkey PRIMARY KEY (id),
  constraint delivery_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(id),
  constraint delivery_address_id_fkey FOREIGN KEY (address_id) REFERENCES channel_address(id) ON DELETE SET NULL,
  constraint delivery_channel_is_known CHECK ((channel = ANY (ARRAY['MAIL'::text, 'DINGTALK_WORK'::text, 'DINGTALK_TODO'::text, 'DINGTALK_GROUP'::text]))),
  constraint delivery_digest_id_fkey FOREIGN KEY (digest_id) REFERENCES delivery(id),
  constraint delivery_group_robot_id_fkey FOREIGN KEY (group_robot_id) REFERENCES group_robot(id),
  constraint delivery_has_a_recipient CHECK (((account_id IS NOT NULL) OR (group_robot_id IS NOT NULL))),
  constraint delivery_kind_is_known CHECK ((kind = ANY (ARRAY['NOTICE'::text, 'DIGEST'::text, 'CODE'::text, 'TEST'::text, 'FINISH'::text]))),
  constraint delivery_notice_id_fkey FOREIGN KEY (notice_id) REFERENCES notice(id),
  constraint delivery_status_is_known CHECK ((status = ANY (ARRAY['WAITING'::text, 'HELD'::text, 'SENT'::text, 'DEAD'::text, 'DROPPED'::text]))),
  constraint delivery_todo_id_fkey FOREIGN KEY (todo_id) REFERENCES delivery(id)
);
CREATE INDEX delivery_by_time ON public.delivery USING btree (created_at);
CREATE INDEX delivery_dead ON public.delivery USING btree (channel, settled_at) WHERE (status = 'DEAD'::text);
CREATE INDEX delivery_due ON public.delivery USING btree (channel, is_urgent DESC, next_attempt_at) WHERE (status = 'WAITING'::text);
CREATE INDEX delivery_held ON public.delivery USING btree (account_id) WHERE (status = 'HELD'::text);
CREATE INDEX delivery_of_account ON public.delivery USING btree (account_id);
CREATE INDEX delivery_of_address ON public.delivery USING btree (address_id);
CREATE INDEX delivery_of_digest ON public.delivery USING btree (digest_id);
CREATE INDEX delivery_of_group_robot ON public.delivery USING btree (group_robot_id);
CREATE INDEX delivery_of_notice ON public.delivery USING btree (notice_id);
CREATE INDEX delivery_of_todo ON public.delivery USING btree (todo_id);
CREATE INDEX delivery_to_check ON public.delivery USING btree (check_at) WHERE (check_at IS NOT NULL);
CREATE UNIQUE INDEX one_delivery_per_notice_and_group ON public.delivery USING btree (notice_id, group_robot_id) WHERE (group_robot_id IS NOT NULL);
CREATE UNIQUE INDEX one_delivery_per_notice_person_and_channel ON public.delivery USING btree (notice_id, account_id, channel, kind) WHERE (group_robot_id IS NULL);
CREATE UNIQUE INDEX one_digest_per_person_and_day ON public.delivery USING btree (account_id, digest_on);
alter table delivery enable row level security;
alter table delivery force row level security;
create policy delivery_scope on delivery using (
CASE ( SELECT onex_scope() AS onex_scope)
    WHEN 'all'::text THEN true
    ELSE (account_id = ( SELECT onex_account() AS onex_account))
END);
grant delete, insert, select, update on delivery to onex_app;

create table division (
  code text not null,
  name text not null,
  level text not null,
  parent_code text,
  source text not null,
  constraint division_pkey PRIMARY KEY (code),
  constraint division_code_is_known_form CHECK ((code ~ '^([0-9]{6}|LOCAL-[A-Z0-9-]{1,24})$'::text)),
  constraint division_parent_code_fkey FOREIGN KEY (parent_code) REFERENCES division(code)
);
CREATE INDEX division_of_parent ON public.division USING btree (parent_code);
grant delete, insert, select, update on division to onex_app;

create table document (
  id uuid not null,
  folder_id uuid not null,
  title text not null,
  category text not null,
  document_number text,
  summary text not null default ''::text,
  visibility text not null,
  kinds text[] not null default '{}'::text[],
  roles text[] not null default '{}'::text[],
  status text not null,
  released_at timestamp with time zone,
  edition integer not null default 0,
  edition_at timestamp with time zone,
  search_text text not null,
  created_at timestamp with time zone not null,
  created_by uuid,
  updated_at timestamp with time zone not null,
  updated_by uuid,
  version integer not null default 1,
  constraint document_pkey PRIMARY KEY (id),
  constraint document_by_kind_names_kinds CHECK (((visibility <> 'KINDS'::text) OR (cardinality(kinds) > 0))),
  constraint document_by_role_names_roles CHECK (((visibility <> 'ROLES'::text) OR (cardinality(roles) > 0))),
  constraint document_category_is_known CHECK ((category = ANY (ARRAY['MANUAL'::text, 'STANDARD'::text, 'FORM'::text, 'POLICY'::text, 'OTHER'::text]))),
  constraint document_folder_id_fkey FOREIGN KEY (folder_id) REFERENCES document_folder(id),
  constraint document_status_is_known CHECK ((status = ANY (ARRAY['DRAFT'::text, 'RELEASED'::text, 'RETIRED'::text]))),
  constraint document_visibility_is_known CHECK ((visibility = ANY (ARRAY['PUBLIC'::text, 'SIGNED_IN'::text, 'KINDS'::text, 'ROLES'::text]))),
  constraint one_document_per_folder_and_title UNIQUE (folder_id, title),
  constraint released_document_has_a_file CHECK (((status = 'DRAFT'::text) OR ((edition > 0) AND (released_at IS NOT NULL))))
);
CREATE INDEX document_by_edition ON public.document USING btree (edition_at DESC);
alter table document enable row level security;
alter table document force row level security;
create policy document_scope on document using (
CASE
    WHEN (( SELECT onex_scope() AS onex_scope) = 'all'::text) THEN true
    WHEN (status <> 'RELEASED'::text) THEN false
    WHEN (visibility = 'PUBLIC'::text) THEN true
    WHEN (( SELECT onex_account() AS onex_account) IS NULL) THEN false
    WHEN (visibility = 'SIGNED_IN'::text) THEN true
    WHEN (visibility = 'KINDS'::text) THEN (( SELECT o.kind
       FROM organization o
      WHERE (o.id = ( SELECT onex_organization() AS onex_organization))) = ANY (kinds))
    ELSE (roles && ( SELECT a.roles
       FROM account a
      WHERE (a.id = ( SELECT onex_account() AS onex_account))))
END);
grant delete, insert, select, update on document to onex_app;

create table document_edition (
  document_id uuid not null,
  number integer not null,
  storage_key text not null,
  original_name text not null,
  media_type text not null,
  byte_count bigint not null,
  page_count integer,
  sha256 text not null,
  note text not null default ''::text,
  text_status text not null,
  html text,
  created_at timestamp with time zone not null,
  created_by uuid,
  constraint document_edition_pkey PRIMARY KEY (document_id, number),
  constraint document_edition_document_id_fkey FOREIGN KEY (document_id) REFERENCES document(id) ON DELETE CASCADE,
  constraint document_edition_is_not_empty CHECK ((byte_count > 0)),
  constraint document_text_status_is_known CHECK ((text_status = ANY (ARRAY['WAITING'::text, 'READ'::text, 'EMPTY'::text, 'FAILED'::text, 'NONE'::text]))),
  constraint one_document_edition_per_stored_object UNIQUE (storage_key)
);
alter table document_edition enable row level security;
alter table document_edition force row level security;
create policy document_edition_scope on document_edition using (
CASE ( SELECT onex_scope() AS onex_scope)
    WHEN 'all'::text THEN true
    ELSE (document_id IN ( SELECT d.id
       FROM document d))
END);
grant delete, insert, select, update on document_edition to onex_app;

create table document_folder (
  id uuid not null,
  name text not null,
  position integer not null,
  created_at timestamp with time zone not null,
  created_by uuid,
  updated_at timestamp with time zone not null,
  updated_by uuid,
  version integer not null default 1,
  constraint document_folder_pkey PRIMARY KEY (id),
  constraint one_document_folder_per_name UNIQUE (name)
);
alter table document_folder enable row level security;
alter table document_folder force row level security;
create policy document_folder_scope on document_folder using (
CASE ( SELECT onex_scope() AS onex_scope)
    WHEN 'all'::text THEN true
    ELSE (id IN ( SELECT d.folder_id
       FROM document d))
END);
grant delete, insert, select, update on document_folder to onex_app;

create table document_text (
  document_id uuid not null,
  number integer not null,
  text text not null,
  bigrams text[] not null,
  constraint document_text_pkey PRIMARY KEY (document_id),
  constraint document_text_document_id_fkey FOREIGN KEY (document_id) REFERENCES document(id) ON DELETE CASCADE
);
CREATE INDEX document_text_by_bigram ON public.document_text USING gin (bigrams);
alter table document_text enable row level security;
alter table document_text force row level security;
create policy document_text_scope on document_text using (
CASE ( SELECT onex_scope() AS onex_scope)
    WHEN 'all'::text THEN true
    ELSE (document_id IN ( SELECT d.id
       FROM document d))
END);
grant delete, insert, select, update on document_text to onex_app;

create table document_visit (
  account_id uuid not null,
  seen_at timestamp with time zone not null,
  previous_seen_at timestamp with time zone,
  constraint document_visit_pkey PRIMARY KEY (account_id),
  constraint document_visit_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(id)
);
alter table document_visit enable row level security;
alter table document_visit force row level security;
create policy document_visit_scope on document_visit using ((account_id = ( SELECT onex_account() AS onex_account)));
grant delete, insert, select, update on document_visit to onex_app;

create table external_identity (
  id uuid not null,
  account_id uuid not null,
  provider text not null,
  subject_index bytea not null,
  created_at timestamp with time zone not null,
  created_by uuid,
  constraint external_identity_pkey PRIMARY KEY (id),
  constraint external_identity_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(id),
  constraint external_provider_is_known CHECK ((provider = 'DINGTALK'::text)),
  constraint one_account_per_external_identity UNIQUE (provider, subject_index),
  constraint one_external_identity_per_account UNIQUE (account_id, provider)
);
grant delete, insert, select, update on external_identity to onex_app;

create table external_sign_in (
  id uuid not null,
  state_hash bytea not null,
  purpose text not null,
  session_id uuid,
  next_path text not null,
  expires_at timestamp with time zone not null,
  used_at timestamp with time zone,
  created_at timestamp with time zone not null,
  constraint external_sign_in_pkey PRIMARY KEY (id),
  constraint external_sign_in_purpose_is_known CHECK ((purpose = ANY (ARRAY['SIGN_IN'::text, 'LINK'::text]))),
  constraint external_sign_in_session_id_fkey FOREIGN KEY (session_id) REFERENCES session(id) ON DELETE CASCADE,
  constraint one_external_sign_in_per_state UNIQUE (state_hash)
);
CREATE INDEX external_sign_in_by_time ON public.external_sign_in USING btree (expires_at);
CREATE INDEX external_sign_in_of_session ON public.external_sign_in USING btree (session_id);
grant delete, insert, select, update on external_sign_in to onex_app;

create table filed_list_edition (
  id uuid not null,
  round_id uuid not null,
  number integer not null,
  confirmed_at timestamp with time zone not null,
  confirmed_by uuid not null,
  confirmer_name text not null,
  note text not null default ''::text,
  row_count integer not null,
  added_count integer not null,
  changed_count integer not null,
  removed_count integer not null,
  content_hash text not null,
  constraint filed_list_edition_pkey PRIMARY KEY (id),
  constraint filed_list_edition_round_id_fkey FOREIGN KEY (round_id) REFERENCES application_round(id),
  constraint one_edition_per_round_and_number UNIQUE (round_id, number)
);
grant insert, select on filed_list_edition to onex_app;

create table filed_list_fetch (
  id uuid not null,
  edition_id uuid not null,
  organization_id uuid not null,
  account_id uuid not null,
  format text not null,
  row_count integer not null,
  fetched_at timestamp with time zone not null,
  constraint filed_list_fetch_pkey PRIMARY KEY (id),
  constraint fetch_format_is_known CHECK ((format = ANY (ARRAY['PAGE'::text, 'CSV'::text, 'JSON'::text]))),
  constraint filed_list_fetch_edition_id_fkey FOREIGN KEY (edition_id) REFERENCES filed_list_edition(id),
  constraint filed_list_fetch_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organization(id)
);
CREATE INDEX filed_list_fetch_of_edition ON public.filed_list_fetch USING btree (edition_id, organization_id, fetched_at);
CREATE INDEX filed_list_fetch_of_organization ON public.filed_list_fetch USING btree (organization_id);
alter table filed_list_fetch enable row level security;
alter table filed_list_fetch force row level security;
create policy filed_list_fetch_scope on filed_list_fetch using (((( SELECT onex_scope() AS onex_scope) = 'all'::text) OR (organization_id = ( SELECT onex_organization() AS onex_organization))));
grant delete, insert, select, update on filed_list_fetch to onex_app;

create table filed_list_row (
  edition_id uuid not null,
  position integer not null,
  change text not null,
  filing_number text not null,
  institution_name text not null,
  institution_kind text not null,
  area_name text not null,
  certificate_name text not null,
  level smallint not null,
  evaluation_organization_id uuid not null,
  evaluation_organization_name text not null,
  major_names text[] not null,
  headcount integer not null,
  is_new boolean not null,
  search_text text not null,
  constraint filed_list_row_pkey PRIMARY KEY (edition_id, "position"),
  constraint filed_list_row_edition_id_fkey FOREIGN KEY (edition_id) REFERENCES filed_list_edition(id),
  constraint filed_list_row_evaluation_organization_id_fkey FOREIGN KEY (evaluation_organization_id) REFERENCES organization(id),
  constraint row_change_is_known CHECK ((change = ANY (ARRAY['SAME'::text, 'ADDED'::text, 'CHANGED'::text, 'REMOVED'::text])))
);
CREATE INDEX filed_list_row_of_organization ON public.filed_list_row USING btree (evaluation_organization_id, edition_id);
grant insert, select on filed_list_row to onex_app;

create table filing (
  id uuid not null,
  filing_number text not null,
  round_id uuid not null,
  institution_id uuid not null,
  certificate_level_id uuid not null,
  evaluation_organization_id uuid not null,
  application_item_id uuid not null,
  headcount integer not null,
  major_names text[] not null,
  is_new boolean not null,
  valid_from date not null,
  valid_to date not null,
  status text not null,
  cancel_reason text,
  cancelled_at timestamp with time zone,
  cancelled_by uuid,
  created_at timestamp with time zone not null,
  created_by uuid,
  updated_at timestamp with time zone not null,
  updated_by uuid,
  version integer not null default 1,
  constraint filing_pkey PRIMARY KEY (id),
  constraint filing_application_item_id_fkey FOREIGN KEY (application_item_id) REFERENCES application_item(id),
  constraint filing_certificate_level_id_fkey FOREIGN KEY (certificate_level_id) REFERENCES certificate_level(id),
  constraint filing_evaluation_organization_id_fkey FOREIGN KEY (evaluation_organization_id) REFERENCES organization(id),
  constraint filing_headcount_is_positive CHECK ((headcount > 0)),
  constraint filing_institution_id_fkey FOREIGN KEY (institution_id) REFERENCES institution(organization_id),
  constraint filing_round_id_fkey FOREIGN KEY (round_id) REFERENCES application_round(id),
  constraint filing_status_is_known CHECK ((status = ANY (ARRAY['FILED'::text, 'FILING_CANCELLED'::text, 'FILING_EXPIRED'::text]))),
  constraint one_filing_per_application_item UNIQUE (application_item_id),
  constraint one_filing_per_number UNIQUE (filing_number)
);
CREATE INDEX filing_in_round ON public.filing USING btree (round_id, status);
CREATE INDEX filing_of_evaluation_organization ON public.filing USING btree (evaluation_organization_id, round_id);
CREATE INDEX filing_of_institution ON public.filing USING btree (institution_id, certificate_level_id);
CREATE INDEX filing_of_level ON public.filing USING btree (certificate_level_id);
alter table filing enable row level security;
alter table filing force row level security;
create policy filing_scope on filing using (
CASE ( SELECT onex_scope() AS onex_scope)
    WHEN 'all'::text THEN true
    WHEN 'institution'::text THEN (institution_id = ( SELECT onex_organization() AS onex_organization))
    WHEN 'evaluation'::text THEN (evaluation_organization_id = ( SELECT onex_organization() AS onex_organization))
    WHEN 'bureau'::text THEN (institution_id IN ( SELECT j.institution_id
       FROM jurisdiction j
      WHERE (j.bureau_id = ( SELECT onex_organization() AS onex_organization))))
    ELSE false
END);
grant delete, insert, select, update on filing to onex_app;

create table filing_counter (
  round_id uuid not null,
  last_number integer not null,
  constraint filing_counter_pkey PRIMARY KEY (round_id),
  constraint filing_counter_round_id_fkey FOREIGN KEY (round_id) REFERENCES application_round(id)
);
grant delete, insert, select, update on filing_counter to onex_app;

create table group_robot (
  id uuid not null,
  name text not null,
  organization_id uuid not null,
  token_sealed text not null,
  secret_sealed text not null,
  events text[] not null,
  is_enabled boolean not null,
  created_at timestamp with time zone not null,
  created_by uuid,
  updated_at timestamp with time zone not null,
  updated_by uuid,
  version integer not null default 1,
  constraint group_robot_pkey PRIMARY KEY (id),
  constraint group_robot_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organization(id),
  constraint one_group_robot_per_name UNIQUE (name)
);
CREATE INDEX group_robot_of_organization ON public.group_robot USING btree (organization_id);
alter table group_robot enable row level security;
alter table group_robot force row level security;
create policy group_robot_scope on group_robot using (
CASE ( SELECT onex_scope() AS onex_scope)
    WHEN 'all'::text THEN true
    ELSE (organization_id = ( SELECT onex_organization() AS onex_organization))
END);
grant delete, insert, select, update on group_robot to onex_app;

create table idempotency_record (
  account_id uuid not null,
  key text not null,
  route text not null,
  request_hash text not null,
  response jsonb not null,
  created_at timestamp with time zone not null,
  constraint idempotency_record_pkey PRIMARY KEY (account_id, key)
);
CREATE INDEX idempotency_record_by_time ON public.idempotency_record USING btree (created_at);
grant delete, insert, select, update on idempotency_record to onex_app;

create table import_run (
  id uuid not null,
  feature text not null,
  register text not null,
  status text not null,
  actor jsonb not null,
  organization_id uuid not null,
  file_name text not null,
  byte_count integer not null,
  sha256 text not null,
  storage_key text,
  row_count integer not null default 0,
  created_count integer not null default 0,
  changed_count integer not null default 0,
  same_count integer not null default 0,
  error_count integer not null default 0,
  warning_count integer not null default 0,
  written_count integer not null default 0,
  problems jsonb not null default '[]'::jsonb,
  failure text not null default ''::text,
  cancel_requested_at timestamp with time zone,
  started_at timestamp with time zone,
  ended_at timestamp with time zone,
  created_at timestamp with time zone not null,
  created_by uuid,
  updated_at timestamp with time zone not null,
  updated_by uuid,
  version integer not null default 1,
  constraint import_run_pkey PRIMARY KEY (id),
  constraint import_run_ends_once CHECK (((status = ANY (ARRAY['DONE'::text, 'FAILED'::text, 'CANCELLED'::text])) = (ended_at IS NOT NULL))),
  constraint import_run_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organization(id),
  constraint import_run_status_is_known CHECK ((status = ANY (ARRAY['CHECKING'::text, 'CHECKED'::text, 'WAITING'::text, 'RUNNING'::text, 'DONE'::text, 'FAILED'::text, 'CANCELLED'::text])))
);
CREATE INDEX import_run_of_file ON public.import_run USING btree (storage_key) WHERE (storage_key IS NOT NULL);
CREATE INDEX import_run_of_organization ON public.import_run USING btree (organization_id, feature, created_at DESC);
CREATE INDEX import_run_with_file ON public.import_run USING btree (status, updated_at) WHERE (storage_key IS NOT NULL);
alter table import_run enable row level security;
alter table import_run force row level security;
create policy import_run_scope on import_run using (
CASE ( SELECT onex_scope() AS onex_scope)
    WHEN 'all'::text THEN true
    WHEN 'public'::text THEN false
    ELSE (organization_id = ( SELECT onex_organization() AS onex_organization))
END);
grant delete, insert, select, update on import_run to onex_app;

create table inbox_entry (
  id uuid not null,
  notice_id uuid not null,
  account_id uuid not null,
  created_at timestamp with time zone not null,
  read_at timestamp with time zone,
  constraint inbox_entry_pkey PRIMARY KEY (id),
  constraint inbox_entry_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(id),
  constraint inbox_entry_notice_id_fkey FOREIGN KEY (notice_id) REFERENCES notice(id),
  constraint one_inbox_entry_per_notice_and_person UNIQUE (notice_id, account_id)
);
CREATE INDEX inbox_entry_of_account ON public.inbox_entry USING btree (account_id, created_at);
CREATE INDEX inbox_entry_unread ON public.inbox_entry USING btree (account_id) WHERE (read_at IS NULL);
alter table inbox_entry enable row level security;
alter table inbox_entry force row level security;
create policy inbox_entry_scope on inbox_entry using (
CASE ( SELECT onex_scope() AS onex_scope)
    WHEN 'all'::text THEN true
    ELSE (account_id = ( SELECT onex_account() AS onex_account))
END);
grant delete, insert, select, update on inbox_entry to onex_app;

create table info_session (
  id uuid not null,
  organization_id uuid not null,
  title text not null,
  summary text not null,
  starts_at timestamp with time zone not null,
  ends_at timestamp with time zone not null,
  platform text not null,
  join_url text not null default ''::text,
  join_note text not null default ''::text,
  speaker text not null,
  contact_note text not null default ''::text,
  recording_url text not null default ''::text,
  recording_note text not null default ''::text,
  status text not null,
  reason text not null default ''::text,
  sequence integer not null default 0,
  submitted_at timestamp with time zone,
  published_at timestamp with time zone,
  created_at timestamp with time zone not null,
  created_by uuid,
  updated_at timestamp with time zone not null,
  updated_by uuid,
  version integer not null default 1,
  constraint info_session_pkey PRIMARY KEY (id),
  constraint info_session_ends_after_it_starts CHECK ((ends_at > starts_at)),
  constraint info_session_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organization(id),
  constraint info_session_status_is_known CHECK ((status = ANY (ARRAY['DRAFT'::text, 'SUBMITTED'::text, 'RETURNED'::text, 'PUBLISHED'::text, 'CANCELLED'::text, 'HELD'::text]))),
  constraint published_info_session_says_when CHECK (((status = ANY (ARRAY['DRAFT'::text, 'SUBMITTED'::text, 'RETURNED'::text])) OR (published_at IS NOT NULL)))
);
CREATE INDEX info_session_by_start ON public.info_session USING btree (starts_at);
CREATE INDEX info_session_of_organization ON public.info_session USING btree (organization_id);
CREATE INDEX info_session_to_hold ON public.info_session USING btree (ends_at) WHERE (status = 'PUBLISHED'::text);
alter table info_session enable row level security;
alter table info_session force row level security;
create policy info_session_change on info_session using (
CASE ( SELECT onex_scope() AS onex_scope)
    WHEN 'all'::text THEN true
    WHEN 'evaluation'::text THEN (organization_id = ( SELECT onex_organization() AS onex_organization))
    ELSE false
END);
create policy info_session_scope on info_session for select using (
CASE
    WHEN (( SELECT onex_scope() AS onex_scope) = 'all'::text) THEN true
    WHEN (status = ANY (ARRAY['PUBLISHED'::text, 'CANCELLED'::text, 'HELD'::text])) THEN true
    WHEN (( SELECT onex_scope() AS onex_scope) = 'evaluation'::text) THEN (organization_id = ( SELECT onex_organization() AS onex_organization))
    ELSE false
END);
grant delete, insert, select, update on info_session to onex_app;

create table info_session_attendee (
  info_session_id uuid not null,
  account_id uuid not null,
  institution_id uuid not null,
  signed_up_at timestamp with time zone,
  attended_at timestamp with time zone,
  wrong_code_count integer not null default 0,
  wrong_code_at timestamp with time zone,
  constraint info_session_attendee_pkey PRIMARY KEY (info_session_id, account_id),
  constraint info_session_attendee_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(id),
  constraint info_session_attendee_info_session_id_fkey FOREIGN KEY (info_session_id) REFERENCES info_session(id),
  constraint info_session_attendee_institution_id_fkey FOREIGN KEY (institution_id) REFERENCES institution(organization_id)
);
CREATE INDEX info_session_attendee_of_account ON public.info_session_attendee USING btree (account_id);
CREATE INDEX info_session_attendee_of_institution ON public.info_session_attendee USING btree (institution_id);
alter table info_session_attendee enable row level security;
alter table info_session_attendee force row level security;
create policy info_session_attendee_scope on info_session_attendee using (
CASE ( SELECT onex_scope() AS onex_scope)
    WHEN 'all'::text THEN true
    WHEN 'institution'::text THEN (institution_id = ( SELECT onex_organization() AS onex_organization))
    WHEN 'evaluation'::text THEN (info_session_id IN ( SELECT s.id
       FROM info_session s
      WHERE (s.organization_id = ( SELECT onex_organization() AS onex_organization))))
    WHEN 'bureau'::text THEN (institution_id IN ( SELECT j.institution_id
       FROM jurisdiction j
      WHERE (j.bureau_id = ( SELECT onex_organization() AS onex_organization))))
    ELSE false
END);
grant delete, insert, select, update on info_session_attendee to onex_app;

create table info_session_certificate (
  info_session_id uuid not null,
  certificate_id uuid not null,
  constraint info_session_certificate_pkey PRIMARY KEY (info_session_id, certificate_id),
  constraint info_session_certificate_certificate_id_fkey FOREIGN KEY (certificate_id) REFERENCES certificate(id),
  constraint info_session_certificate_info_session_id_fkey FOREIGN KEY (info_session_id) REFERENCES info_session(id) ON DELETE CASCADE
);
CREATE INDEX info_session_of_certificate ON public.info_session_certificate USING btree (certificate_id);
alter table info_session_certificate enable row level security;
alter table info_session_certificate force row level security;
create policy info_session_certificate_change on info_session_certificate using (
CASE ( SELECT onex_scope() AS onex_scope)
    WHEN 'all'::text THEN true
    WHEN 'evaluation'::text THEN (info_session_id IN ( SELECT s.id
       FROM info_session s
      WHERE (s.organization_id = ( SELECT onex_organization() AS onex_organization))))
    ELSE false
END);
create policy info_session_certificate_scope on info_session_certificate for select using ((info_session_id IN ( SELECT s.id
   FROM info_session s)));
grant delete, insert, select, update on info_session_certificate to onex_app;

create table info_session_material (
  id uuid not null,
  info_session_id uuid not null,
  storage_key text not null,
  original_name text not null,
  media_type text not null,
  byte_count bigint not null,
  page_count integer,
  sha256 text not null,
  created_at timestamp with time zone not null,
  created_by uuid not null,
  constraint info_session_material_pkey PRIMARY KEY (id),
  constraint info_session_material_info_session_id_fkey FOREIGN KEY (info_session_id) REFERENCES info_session(id) ON DELETE CASCADE,
  constraint material_is_not_empty CHECK ((byte_count > 0)),
  constraint one_material_per_stored_object UNIQUE (storage_key)
);
CREATE INDEX info_session_material_of_session ON public.info_session_material USING btree (info_session_id);
alter table info_session_material enable row level security;
alter table info_session_material force row level security;
create policy info_session_material_change on info_session_material using (
CASE ( SELECT onex_scope() AS onex_scope)
    WHEN 'all'::text THEN true
    WHEN 'evaluation'::text THEN (info_session_id IN ( SELECT s.id
       FROM info_session s
      WHERE (s.organization_id = ( SELECT onex_organization() AS onex_organization))))
    ELSE false
END);
create policy info_session_material_scope on info_session_material for select using ((info_session_id IN ( SELECT s.id
   FROM info_session s)));
grant delete, insert, select, update on info_session_material to onex_app;

create table info_session_question (
  id uuid not null,
  info_session_id uuid not null,
  certificate_id uuid,
  account_id uuid not null,
  institution_id uuid not null,
  question text not null,
  asked_at timestamp with time zone not null,
  answer text,
  answered_at timestamp with time zone,
  answered_by uuid,
  hidden_at timestamp with time zone,
  hidden_reason text,
  constraint info_session_question_pkey PRIMARY KEY (id),
  constraint answered_question_has_an_answer CHECK (((answer IS NULL) = (answered_at IS NULL))),
  constraint info_session_question_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(id),
  constraint info_session_question_certificate_id_fkey FOREIGN KEY (certificate_id) REFERENCES certificate(id),
  constraint info_session_question_info_session_id_fkey FOREIGN KEY (info_session_id) REFERENCES info_session(id),
  constraint info_session_question_institution_id_fkey FOREIGN KEY (institution_id) REFERENCES institution(organization_id)
);
CREATE INDEX info_session_question_of_account ON public.info_session_question USING btree (account_id);
CREATE INDEX info_session_question_of_certificate ON public.info_session_question USING btree (certificate_id);
CREATE INDEX info_session_question_of_institution ON public.info_session_question USING btree (institution_id);
CREATE INDEX info_session_question_of_session ON public.info_session_question USING btree (info_session_id, asked_at);
alter table info_session_question enable row level security;
alter table info_session_question force row level security;
create policy info_session_question_change on info_session_question using (
CASE ( SELECT onex_scope() AS onex_scope)
    WHEN 'all'::text THEN true
    WHEN 'institution'::text THEN (institution_id = ( SELECT onex_organization() AS onex_organization))
    WHEN 'evaluation'::text THEN (info_session_id IN ( SELECT s.id
       FROM info_session s
      WHERE (s.organization_id = ( SELECT onex_organization() AS onex_organization))))
    ELSE false
END);
create policy info_session_question_scope on info_session_question for select using (
CASE
    WHEN (( SELECT onex_scope() AS onex_scope) = 'all'::text) THEN true
    WHEN ((answered_at IS NOT NULL) AND (hidden_at IS NULL)) THEN true
    WHEN (( SELECT onex_scope() AS onex_scope) = 'institution'::text) THEN (institution_id = ( SELECT onex_organization() AS onex_organization))
    WHEN (( SELECT onex_scope() AS onex_scope) = 'evaluation'::text) THEN (info_session_id IN ( SELECT s.id
       FROM info_session s
      WHERE (s.organization_id = ( SELECT onex_organization() AS onex_organization))))
    ELSE false
END);
grant delete, insert, select, update on info_session_question to onex_app;

create table institution (
  organization_id uuid not null,
  institution_kind text not null,
  affiliation text not null,
  institution_code text,
  ownership text,
  address text,
  constraint institution_pkey PRIMARY KEY (organization_id),
  constraint affiliation_is_known CHECK ((affiliation = ANY (ARRAY['PROVINCIAL'::text, 'MUNICIPAL'::text, 'COUNTY'::text, 'MINISTERIAL'::text, 'PRIVATE'::text]))),
  constraint institution_code_has_ten_digits CHECK ((institution_code ~ '^[0-9]{10}$'::text)),
  constraint institution_kind_is_known CHECK ((institution_kind = ANY (ARRAY['SECONDARY_VOCATIONAL'::text, 'HIGHER_VOCATIONAL'::text, 'APPLIED_UNDERGRADUATE'::text, 'VOCATIONAL_UNDERGRADUATE'::text, 'UNCLASSIFIED_UNDERGRADUATE'::text]))),
  constraint institution_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organization(id),
  constraint one_institution_per_code UNIQUE (institution_code)
);
grant delete, insert, select, update on institution to onex_app;

create table institution_major (
  id uuid not null,
  institution_id uuid not null,
  major_code text not null,
  major_name text not null,
  direction text not null default ''::text,
  first_enrolment_year integer not null,
  current_students integer not null,
  status text not null default 'ACTIVE'::text,
  search_text text not null,
  created_at timestamp with time zone not null,
  created_by uuid,
  updated_at timestamp with time zone not null,
  updated_by uuid,
  version integer not null default 1,
  constraint institution_major_pkey PRIMARY KEY (id),
  constraint current_students_is_plausible CHECK (((current_students >= 0) AND (current_students <= 200000))),
  constraint first_enrolment_year_is_plausible CHECK (((first_enrolment_year >= 1900) AND (first_enrolment_year <= 2100))),
  constraint institution_major_institution_id_fkey FOREIGN KEY (institution_id) REFERENCES institution(organization_id),
  constraint institution_major_status_is_known CHECK ((status = ANY (ARRAY['ACTIVE'::text, 'CLOSED'::text]))),
  constraint one_major_per_institution_and_direction UNIQUE (institution_id, major_code, direction)
);
alter table institution_major enable row level security;
alter table institution_major force row level security;
create policy institution_major_scope on institution_major using (
CASE ( SELECT onex_scope() AS onex_scope)
    WHEN 'all'::text THEN true
    WHEN 'institution'::text THEN (institution_id = ( SELECT onex_organization() AS onex_organization))
    WHEN 'bureau'::text THEN (institution_id IN ( SELECT j.institution_id
       FROM jurisdiction j
      WHERE (j.bureau_id = ( SELECT onex_organization() AS onex_organization))))
    ELSE false
END);
grant delete, insert, select, update on institution_major to onex_app;

create table jurisdiction (
  id uuid not null,
  institution_id uuid not null,
  bureau_id uuid not null,
  valid_from date not null,
  valid_to date,
  note text,
  created_at timestamp with time zone not null,
  created_by uuid,
  updated_at timestamp with time zone not null,
  updated_by uuid,
  version integer not null default 1,
  constraint jurisdiction_pkey PRIMARY KEY (id),
  constraint jurisdiction_bureau_id_fkey FOREIGN KEY (bureau_id) REFERENCES organization(id),
  constraint jurisdiction_ends_after_it_begins CHECK (((valid_to IS NULL) OR (valid_to > valid_from))),
  constraint jurisdiction_institution_id_fkey FOREIGN KEY (institution_id) REFERENCES institution(organization_id)
);
CREATE INDEX jurisdiction_of_bureau ON public.jurisdiction USING btree (bureau_id, institution_id);
CREATE UNIQUE INDEX one_open_jurisdiction_per_institution ON public.jurisdiction USING btree (institution_id) WHERE (valid_to IS NULL);
grant delete, insert, select, update on jurisdiction to onex_app;

create table major (
  code text not null,
  catalog_edition text not null,
  name text not null,
  education_level text not null,
  class_code text not null,
  class_name text not null,
  category_code text not null,
  category_name text not null,
  state_controlled boolean not null default false,
  search_text text not null,
  constraint major_pkey PRIMARY KEY (code, catalog_edition)
);
grant delete, insert, select, update on major to onex_app;

create table notice (
  id uuid not null,
  event text not null,
  key text not null,
  title text not null,
  lines text[] not null,
  path text not null,
  until_at timestamp with time zone,
  is_urgent boolean not null,
  created_at timestamp with time zone not null,
  expanded_at timestamp with time zone,
  settled_at timestamp with time zone,
  constraint notice_pkey PRIMARY KEY (id),
  constraint one_notice_per_key_of_event UNIQUE (event, key)
);
CREATE INDEX notice_by_time ON public.notice USING btree (created_at);
alter table notice enable row level security;
alter table notice force row level security;
create policy notice_scope on notice using (
CASE ( SELECT onex_scope() AS onex_scope)
    WHEN 'all'::text THEN true
    ELSE (id IN ( SELECT i.notice_id
       FROM inbox_entry i
      WHERE (i.account_id = ( SELECT onex_account() AS onex_account))))
END);
grant delete, insert, select, update on notice to onex_app;

create table notification_preference (
  account_id uuid not null,
  event text not null,
  channel text not null,
  is_enabled boolean not null,
  updated_at timestamp with time zone not null,
  constraint notification_preference_pkey PRIMARY KEY (account_id, event, channel),
  constraint notification_preference_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(id)
);
alter table notification_preference enable row level security;
alter table notification_preference force row level security;
create policy notification_preference_scope on notification_preference using (
CASE ( SELECT onex_scope() AS onex_scope)
    WHEN 'all'::text THEN true
    ELSE (account_id = ( SELECT onex_account() AS onex_account))
END);
grant delete, insert, select, update on notification_preference to onex_app;

create table notification_profile (
  account_id uuid not null,
  quiet_from_minute integer,
  quiet_to_minute integer,
  is_digest boolean not null,
  digest_hour integer not null,
  updated_at timestamp with time zone not null,
  constraint notification_profile_pkey PRIMARY KEY (account_id),
  constraint digest_hour_is_an_hour CHECK (((digest_hour >= 0) AND (digest_hour <= 23))),
  constraint notification_profile_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(id),
  constraint quiet_hours_are_minutes CHECK ((((quiet_from_minute >= 0) AND (quiet_from_minute <= 1439)) AND ((quiet_to_minute >= 0) AND (quiet_to_minute <= 1439)))),
  constraint quiet_hours_have_both_ends CHECK (((quiet_from_minute IS NULL) = (quiet_to_minute IS NULL)))
);
alter table notification_profile enable row level security;
alter table notification_profile force row level security;
create policy notification_profile_scope on notification_profile using (
CASE ( SELECT onex_scope() AS onex_scope)
    WHEN 'all'::text THEN true
    ELSE (account_id = ( SELECT onex_account() AS onex_account))
END);
grant delete, insert, select, update on notification_profile to onex_app;

create table organization (
  id uuid not null,
  kind text not null,
  code text not null,
  name text not null,
  short_name text,
  former_names text[] not null default '{}'::text[],
  status text not null default 'ACTIVE'::text,
  area_code text,
  credit_code text,
  source text,
  trust text,
  search_text text not null,
  created_at timestamp with time zone not null,
  created_by uuid,
  updated_at timestamp with time zone not null,
  updated_by uuid,
  version integer not null default 1,
  constraint organization_pkey PRIMARY KEY (id),
  constraint one_organization_per_code UNIQUE (kind, code),
  constraint one_organization_per_name UNIQUE (kind, name),
  constraint organization_area_code_fkey FOREIGN KEY (area_code) REFERENCES division(code),
  constraint organization_kind_is_known CHECK ((kind = ANY (ARRAY['PROJECT_OFFICE'::text, 'PROVINCIAL_DEPARTMENT'::text, 'CITY_BUREAU'::text, 'INSTITUTION'::text, 'EVALUATION_ORGANIZATION'::text]))),
  constraint organization_status_is_known CHECK ((status = ANY (ARRAY['ACTIVE'::text, 'CLOSED'::text])))
);
CREATE INDEX organization_in_area ON public.organization USING btree (area_code);
grant delete, insert, select, update on organization to onex_app;

create table organization_preference (
  organization_id uuid not null,
  event text not null,
  channel text not null,
  is_enabled boolean not null,
  updated_at timestamp with time zone not null,
  updated_by uuid,
  constraint organization_preference_pkey PRIMARY KEY (organization_id, event, channel),
  constraint organization_preference_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organization(id)
);
alter table organization_preference enable row level security;
alter table organization_preference force row level security;
create policy organization_preference_scope on organization_preference using (
CASE ( SELECT onex_scope() AS onex_scope)
    WHEN 'all'::text THEN true
    ELSE (organization_id = ( SELECT onex_organization() AS onex_organization))
END);
grant delete, insert, select, update on organization_preference to onex_app;

create table recovery_code (
  id uuid not null,
  account_id uuid not null,
  code_index bytea not null,
  used_at timestamp with time zone,
  created_at timestamp with time zone not null,
  constraint recovery_code_pkey PRIMARY KEY (id),
  constraint one_recovery_code_per_index UNIQUE (code_index),
  constraint recovery_code_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(id)
);
CREATE INDEX recovery_code_of_account ON public.recovery_code USING btree (account_id);
grant delete, insert, select, update on recovery_code to onex_app;

create table review_decision (
  id uuid not null,
  application_id uuid not null,
  stage text not null,
  verb text not null,
  opinion text not null,
  account_id uuid not null,
  reviewer_name text not null,
  organization_id uuid not null,
  decided_at timestamp with time zone not null,
  revoked_at timestamp with time zone,
  constraint review_decision_pkey PRIMARY KEY (id),
  constraint review_decision_application_id_fkey FOREIGN KEY (application_id) REFERENCES application(id),
  constraint review_stage_is_known CHECK ((stage = ANY (ARRAY['CITY_REVIEW'::text, 'PROVINCIAL_REVIEW'::text])))
);
CREATE INDEX review_decision_of_application ON public.review_decision USING btree (application_id, decided_at);
alter table review_decision enable row level security;
alter table review_decision force row level security;
create policy review_decision_scope on review_decision using (
CASE ( SELECT onex_scope() AS onex_scope)
    WHEN 'all'::text THEN true
    WHEN 'institution'::text THEN (application_id IN ( SELECT a.id
       FROM application a
      WHERE (a.institution_id = ( SELECT onex_organization() AS onex_organization))))
    WHEN 'bureau'::text THEN (application_id IN ( SELECT a.id
       FROM application a
      WHERE (a.reviewing_bureau_id = ( SELECT onex_organization() AS onex_organization))))
    ELSE false
END);
grant delete, insert, select, update on review_decision to onex_app;

create table review_remark (
  id uuid not null,
  application_id uuid not null,
  decision_id uuid,
  stage text not null,
  field text not null,
  text text not null,
  account_id uuid not null,
  created_at timestamp with time zone not null,
  answer text not null default ''::text,
  answered_at timestamp with time zone,
  constraint review_remark_pkey PRIMARY KEY (id),
  constraint review_remark_application_id_fkey FOREIGN KEY (application_id) REFERENCES application(id),
  constraint review_remark_decision_id_fkey FOREIGN KEY (decision_id) REFERENCES review_decision(id)
);
CREATE INDEX review_remark_of_application ON public.review_remark USING btree (application_id, created_at);
CREATE INDEX review_remark_of_decision ON public.review_remark USING btree (decision_id);
alter table review_remark enable row level security;
alter table review_remark force row level security;
create policy review_remark_scope on review_remark using (
CASE ( SELECT onex_scope() AS onex_scope)
    WHEN 'all'::text THEN true
    WHEN 'institution'::text THEN (application_id IN ( SELECT a.id
       FROM application a
      WHERE (a.institution_id = ( SELECT onex_organization() AS onex_organization))))
    WHEN 'bureau'::text THEN (application_id IN ( SELECT a.id
       FROM application a
      WHERE (a.reviewing_bureau_id = ( SELECT onex_organization() AS onex_organization))))
    ELSE false
END);
grant delete, insert, select, update on review_remark to onex_app;

create table review_sample (
  id uuid not null,
  round_id uuid not null,
  bureau_id uuid,
  seed text not null,
  size integer not null,
  population integer not null,
  drawn_at timestamp with time zone not null,
  drawn_by uuid not null,
  drawer_name text not null,
  constraint review_sample_pkey PRIMARY KEY (id),
  constraint review_sample_bureau_id_fkey FOREIGN KEY (bureau_id) REFERENCES organization(id),
  constraint review_sample_round_id_fkey FOREIGN KEY (round_id) REFERENCES application_round(id)
);
CREATE INDEX review_sample_of_bureau ON public.review_sample USING btree (bureau_id);
CREATE INDEX review_sample_of_round ON public.review_sample USING btree (round_id, drawn_at);
alter table review_sample enable row level security;
alter table review_sample force row level security;
create policy review_sample_scope on review_sample using (
CASE ( SELECT onex_scope() AS onex_scope)
    WHEN 'all'::text THEN true
    ELSE false
END);
grant insert, select on review_sample to onex_app;

create table review_sample_row (
  sample_id uuid not null,
  position integer not null,
  application_id uuid not null,
  status text not null,
  constraint review_sample_row_pkey PRIMARY KEY (sample_id, "position"),
  constraint review_sample_row_application_id_fkey FOREIGN KEY (application_id) REFERENCES application(id),
  constraint review_sample_row_sample_id_fkey FOREIGN KEY (sample_id) REFERENCES review_sample(id)
);
CREATE INDEX review_sample_row_of_application ON public.review_sample_row USING btree (application_id);
alter table review_sample_row enable row level security;
alter table review_sample_row force row level security;
create policy review_sample_row_scope on review_sample_row using (
CASE ( SELECT onex_scope() AS onex_scope)
    WHEN 'all'::text THEN true
    ELSE false
END);
grant insert, select on review_sample_row to onex_app;

create table round_extension (
  id uuid not null,
  round_id uuid not null,
  organization_id uuid not null,
  closes_at timestamp with time zone not null,
  reason text not null,
  created_at timestamp with time zone not null,
  created_by uuid not null,
  revoked_at timestamp with time zone,
  revoked_by uuid,
  constraint round_extension_pkey PRIMARY KEY (id),
  constraint round_extension_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organization(id),
  constraint round_extension_round_id_fkey FOREIGN KEY (round_id) REFERENCES application_round(id)
);
CREATE UNIQUE INDEX one_live_extension_per_round_and_organization ON public.round_extension USING btree (round_id, organization_id) WHERE (revoked_at IS NULL);
CREATE INDEX round_extension_of_organization ON public.round_extension USING btree (organization_id);
grant delete, insert, select, update on round_extension to onex_app;

create table schema_migration (
  name text not null,
  sha256 text not null,
  applied_at timestamp with time zone not null default now(),
  constraint schema_migration_pkey PRIMARY KEY (name)
);

create table sealing_key (
  name text not null,
  check_value text not null,
  created_at timestamp with time zone not null,
  retired_at timestamp with time zone,
  constraint sealing_key_pkey PRIMARY KEY (name)
);
grant insert, select, update on sealing_key to onex_app;

create table second_factor (
  account_id uuid not null,
  secret_sealed text,
  pending_sealed text,
  confirmed_at timestamp with time zone,
  last_step bigint not null default 0,
  created_at timestamp with time zone not null,
  constraint second_factor_pkey PRIMARY KEY (account_id),
  constraint confirmed_factor_has_secret CHECK (((confirmed_at IS NULL) = (secret_sealed IS NULL))),
  constraint second_factor_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(id)
);
grant delete, insert, select, update on second_factor to onex_app;

create table session (
  id uuid not null,
  token_hash bytea not null,
  account_id uuid not null,
  device_hash bytea,
  client text not null default ''::text,
  created_at timestamp with time zone not null,
  seen_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  proved_at timestamp with time zone not null default now(),
  restriction text,
  viewed_account_id uuid,
  view_ends_at timestamp with time zone,
  constraint session_pkey PRIMARY KEY (id),
  constraint one_session_per_token UNIQUE (token_hash),
  constraint session_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(id),
  constraint session_restriction_is_known CHECK ((restriction = ANY (ARRAY['SECOND_FACTOR'::text, 'PASSWORD'::text]))),
  constraint session_viewed_account_id_fkey FOREIGN KEY (viewed_account_id) REFERENCES account(id),
  constraint view_has_an_end CHECK (((viewed_account_id IS NULL) = (view_ends_at IS NULL)))
);
CREATE INDEX session_of_account ON public.session USING btree (account_id, created_at);
CREATE INDEX session_viewing_account ON public.session USING btree (viewed_account_id);
grant delete, insert, select, update on session to onex_app;

create table setting (
  key text not null,
  value jsonb not null,
  updated_at timestamp with time zone not null,
  updated_by uuid,
  constraint setting_pkey PRIMARY KEY (key)
);
grant delete, insert, select, update on setting to onex_app;

create table sign_in_failure (
  id uuid not null,
  bucket text not null,
  occurred_at timestamp with time zone not null,
  constraint sign_in_failure_pkey PRIMARY KEY (id)
);
CREATE INDEX sign_in_failure_by_time ON public.sign_in_failure USING btree (occurred_at);
CREATE INDEX sign_in_failure_in_bucket ON public.sign_in_failure USING btree (bucket, occurred_at);
grant delete, insert, select, update on sign_in_failure to onex_app;

create table sign_in_step (
  id uuid not null,
  token_hash bytea not null,
  account_id uuid not null,
  try_count integer not null default 0,
  expires_at timestamp with time zone not null,
  created_at timestamp with time zone not null,
  constraint sign_in_step_pkey PRIMARY KEY (id),
  constraint one_sign_in_step_per_token UNIQUE (token_hash),
  constraint sign_in_step_account_id_fkey FOREIGN KEY (account_id) REFERENCES account(id)
);
CREATE INDEX sign_in_step_by_time ON public.sign_in_step USING btree (expires_at);
CREATE INDEX sign_in_step_of_account ON public.sign_in_step USING btree (account_id);
grant delete, insert, select, update on sign_in_step to onex_app;

create table stored_file (
  id uuid not null,
  storage_key text not null,
  original_name text not null,
  media_type text not null,
  byte_count bigint not null,
  page_count integer,
  sha256 text not null,
  purpose text not null,
  organization_id uuid not null,
  created_at timestamp with time zone not null,
  created_by uuid not null,
  constraint stored_file_pkey PRIMARY KEY (id),
  constraint file_is_not_empty CHECK ((byte_count > 0)),
  constraint one_row_per_stored_object UNIQUE (storage_key)
);
CREATE INDEX stored_file_of_organization ON public.stored_file USING btree (organization_id);
alter table stored_file enable row level security;
alter table stored_file force row level security;
create policy stored_file_scope on stored_file using (((( SELECT onex_scope() AS onex_scope) = 'all'::text) OR (organization_id = ( SELECT onex_organization() AS onex_organization)) OR (EXISTS ( SELECT 1
   FROM application a
  WHERE (a.plan_file_id = stored_file.id)))));
grant delete, insert, select, update on stored_file to onex_app;
