-- Online info sessions of the evaluation organizations (四.1): announced, moderated, attended, asked about.

create table info_session (
  id uuid primary key,
  organization_id uuid not null references organization (id),
  title text not null,
  summary text not null,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  platform text not null,
  -- Link, number and password of the meeting: only for people who have signed in.
  join_url text not null default '',
  join_note text not null default '',
  speaker text not null,
  contact_note text not null default '',
  recording_url text not null default '',
  recording_note text not null default '',
  status text not null constraint info_session_status_is_known check (status in
    ('DRAFT', 'SUBMITTED', 'RETURNED', 'PUBLISHED', 'CANCELLED', 'HELD')),
  -- Why it was returned or cancelled, or what was changed last after publication.
  reason text not null default '',
  -- Counts what calendars have to learn (RFC 5545, SEQUENCE).
  sequence integer not null default 0,
  submitted_at timestamptz,
  published_at timestamptz,
  created_at timestamptz not null,
  created_by uuid,
  updated_at timestamptz not null,
  updated_by uuid,
  version integer not null default 1,
  constraint info_session_ends_after_it_starts check (ends_at > starts_at),
  constraint published_info_session_says_when
    check (status in ('DRAFT', 'SUBMITTED', 'RETURNED') or published_at is not null)
);
create index info_session_by_start on info_session (starts_at);
create index info_session_of_organization on info_session (organization_id);
create index info_session_to_hold on info_session (ends_at) where status = 'PUBLISHED';

create table info_session_certificate (
  info_session_id uuid not null references info_session (id) on delete cascade,
  certificate_id uuid not null references certificate (id),
  primary key (info_session_id, certificate_id)
);
create index info_session_of_certificate on info_session_certificate (certificate_id);

create table info_session_material (
  id uuid primary key,
  info_session_id uuid not null references info_session (id) on delete cascade,
  storage_key text not null constraint one_material_per_stored_object unique,
  original_name text not null,
  media_type text not null,
  byte_count bigint not null constraint material_is_not_empty check (byte_count > 0),
  page_count integer,
  sha256 text not null,
  created_at timestamptz not null,
  created_by uuid not null
);
create index info_session_material_of_session on info_session_material (info_session_id);

-- One row for each person of an institution who has signed up, attended, or typed a wrong code.
create table info_session_attendee (
  info_session_id uuid not null references info_session (id),
  account_id uuid not null references account (id),
  institution_id uuid not null references institution (organization_id),
  -- Null again once the person has signed off.
  signed_up_at timestamptz,
  attended_at timestamptz,
  wrong_code_count integer not null default 0,
  wrong_code_at timestamptz,
  primary key (info_session_id, account_id)
);
create index info_session_attendee_of_account on info_session_attendee (account_id);
create index info_session_attendee_of_institution on info_session_attendee (institution_id);

create table info_session_question (
  id uuid primary key,
  info_session_id uuid not null references info_session (id),
  -- Null: about every certificate of the session.
  certificate_id uuid references certificate (id),
  account_id uuid not null references account (id),
  institution_id uuid not null references institution (organization_id),
  question text not null,
  asked_at timestamptz not null,
  answer text,
  answered_at timestamptz,
  answered_by uuid,
  -- The office took it off the public pages.
  hidden_at timestamptz,
  hidden_reason text,
  constraint answered_question_has_an_answer check ((answer is null) = (answered_at is null))
);
create index info_session_question_of_session on info_session_question (info_session_id, asked_at);
create index info_session_question_of_certificate on info_session_question (certificate_id);
create index info_session_question_of_account on info_session_question (account_id);
create index info_session_question_of_institution on info_session_question (institution_id);

alter table info_session enable row level security;
alter table info_session force row level security;
create policy info_session_scope on info_session for select using (
  case
    when (select onex_scope()) = 'all' then true
    when status in ('PUBLISHED', 'CANCELLED', 'HELD') then true
    when (select onex_scope()) = 'evaluation' then organization_id = (select onex_organization())
    else false
  end
);
create policy info_session_change on info_session using (
  case (select onex_scope())
    when 'all' then true
    when 'evaluation' then organization_id = (select onex_organization())
    else false
  end
);

-- Read wherever the session is read, written by its own organization.
do $$
declare
  child text;
begin
  foreach child in array array['info_session_certificate', 'info_session_material'] loop
    execute format('alter table %I enable row level security', child);
    execute format('alter table %I force row level security', child);
    execute format(
      'create policy %I on %I for select using (info_session_id in (select s.id from info_session s))',
      child || '_scope', child);
    execute format(
      'create policy %I on %I using (
         case (select onex_scope())
           when ''all'' then true
           when ''evaluation'' then info_session_id in
             (select s.id from info_session s where s.organization_id = (select onex_organization()))
           else false
         end)', child || '_change', child);
  end loop;
end
$$;

alter table info_session_attendee enable row level security;
alter table info_session_attendee force row level security;
create policy info_session_attendee_scope on info_session_attendee using (
  case (select onex_scope())
    when 'all' then true
    when 'institution' then institution_id = (select onex_organization())
    when 'evaluation' then info_session_id in
      (select s.id from info_session s where s.organization_id = (select onex_organization()))
    when 'bureau' then institution_id in
      (select j.institution_id from jurisdiction j where j.bureau_id = (select onex_organization()))
    else false
  end
);

alter table info_session_question enable row level security;
alter table info_session_question force row level security;
create policy info_session_question_scope on info_session_question for select using (
  case
    when (select onex_scope()) = 'all' then true
    when answered_at is not null and hidden_at is null then true
    when (select onex_scope()) = 'institution' then institution_id = (select onex_organization())
    when (select onex_scope()) = 'evaluation' then info_session_id in
      (select s.id from info_session s where s.organization_id = (select onex_organization()))
    else false
  end
);
create policy info_session_question_change on info_session_question using (
  case (select onex_scope())
    when 'all' then true
    when 'institution' then institution_id = (select onex_organization())
    when 'evaluation' then info_session_id in
      (select s.id from info_session s where s.organization_id = (select onex_organization()))
    else false
  end
);
