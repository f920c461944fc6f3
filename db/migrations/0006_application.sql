-- One application per institution and round, many items, decisions item by item (项目办函〔2025〕1号 二、三、四).

create table application (
  id uuid primary key,
  round_id uuid not null references application_round (id),
  institution_id uuid not null references institution (organization_id),
  status text not null constraint application_status_is_known check (status in
    ('DRAFT', 'CITY_REVIEW', 'PROVINCIAL_REVIEW', 'RETURNED', 'CITY_REJECTED', 'APPROVED', 'PARTIALLY_APPROVED',
     'REJECTED', 'WITHDRAWN', 'LAPSED', 'FILED')),
  -- Chosen when the application is created and again when it is submitted; null: the province reviews directly.
  reviewing_bureau_id uuid references organization (id),
  -- The stage that returned it; a resubmission goes back there.
  returned_from text constraint returned_from_is_a_stage check (returned_from in ('CITY_REVIEW', 'PROVINCIAL_REVIEW')),
  correction_due_at timestamptz,
  receipt_number text constraint one_application_per_receipt unique,
  submitted_at timestamptz,
  submitted_by uuid,
  submission_count integer not null default 0,
  is_new_institution boolean,
  leader_name text not null default '',
  leader_title text not null default '',
  department_name text not null default '',
  department_head text not null default '',
  officer_name text not null default '',
  officer_title text not null default '',
  office_phone text not null default '',
  -- Five answers: [{ "answer": "MET|MOSTLY_MET|NOT_MET"|null, "explanation": "" }].
  conditions jsonb not null,
  statement_accepted boolean not null default false,
  plan_file_id uuid references stored_file (id),
  -- Reasons given for warnings: { "<code>@<field>": "reason" }.
  accepted_warnings jsonb not null default '{}',
  decided_at timestamptz,
  -- Sums over the items, written with them, so that lists need not read 50,000 items.
  item_count integer not null default 0,
  new_item_count integer not null default 0,
  planned_headcount bigint not null default 0,
  created_at timestamptz not null,
  created_by uuid,
  updated_at timestamptz not null,
  updated_by uuid,
  version integer not null default 1,
  constraint one_application_per_institution_and_round unique (round_id, institution_id),
  constraint submitted_application_has_receipt check (submission_count = 0 or receipt_number is not null)
);
create index application_in_round on application (round_id, status);
create index application_of_institution on application (institution_id);
create index application_of_bureau on application (reviewing_bureau_id, round_id, status);
create index application_plan_file on application (plan_file_id);

create table application_item (
  id uuid primary key,
  application_id uuid not null references application (id) on delete cascade,
  position integer not null,
  certificate_level_id uuid not null references certificate_level (id),
  institution_major_ids uuid[] not null default '{}',
  grades text[] not null default '{}',
  planned_headcount bigint,
  site_intention boolean not null default false,
  three_year_reason text not null default '',
  note text not null default '',
  -- Derived at submission from filings: whether the institution was ever filed for the certificate.
  is_new boolean,
  city_decision text constraint city_decision_is_known check (city_decision in ('ENDORSED', 'NOT_ENDORSED')),
  city_opinion text not null default '',
  provincial_decision text
    constraint provincial_decision_is_known check (provincial_decision in ('APPROVED', 'REJECTED')),
  approved_headcount integer,
  provincial_opinion text not null default '',
  constraint one_item_per_application_and_level unique (application_id, certificate_level_id)
    deferrable initially deferred,
  constraint approved_headcount_is_within_plan
    check (approved_headcount is null or approved_headcount between 1 and planned_headcount)
);
create index application_item_of_level on application_item (certificate_level_id);

-- Each submission as it was sent: what a reviewer compares after a correction, and what the receipt's hash covers.
create table application_submission (
  application_id uuid not null references application (id),
  number integer not null,
  -- When the request arrived: the time the deadline was judged by.
  submitted_at timestamptz not null,
  submitted_by uuid not null,
  content jsonb not null,
  content_hash text not null,
  primary key (application_id, number)
);

create table review_decision (
  id uuid primary key,
  application_id uuid not null references application (id),
  stage text not null constraint review_stage_is_known check (stage in ('CITY_REVIEW', 'PROVINCIAL_REVIEW')),
  verb text not null,
  opinion text not null,
  account_id uuid not null,
  reviewer_name text not null,
  organization_id uuid not null,
  decided_at timestamptz not null,
  -- Set when the decision was taken back before the list was confirmed.
  revoked_at timestamptz
);
create index review_decision_of_application on review_decision (application_id, decided_at);

-- A remark on one field; all remarks of a return go out together.
create table review_remark (
  id uuid primary key,
  application_id uuid not null references application (id),
  decision_id uuid references review_decision (id),
  stage text not null,
  field text not null,
  text text not null,
  account_id uuid not null,
  created_at timestamptz not null,
  answer text not null default '',
  answered_at timestamptz
);
create index review_remark_of_application on review_remark (application_id, created_at);
create index review_remark_of_decision on review_remark (decision_id);


alter table application enable row level security;
alter table application force row level security;
create policy application_scope on application using (
  (select onex_scope()) = 'all'
  or ((select onex_scope()) = 'institution' and institution_id = (select onex_organization()))
  or ((select onex_scope()) = 'bureau' and reviewing_bureau_id = (select onex_organization()))
);

-- The children are visible exactly where their application is: the inner query obeys the policy above.
do $$
declare
  child text;
begin
  foreach child in array array['application_item', 'application_submission', 'review_decision', 'review_remark'] loop
    execute format('alter table %I enable row level security', child);
    execute format('alter table %I force row level security', child);
    execute format(
      'create policy %I on %I using ((select onex_scope()) = ''all'' or exists
         (select 1 from application a where a.id = application_id))', child || '_scope', child);
  end loop;
end
$$;

alter table stored_file enable row level security;
alter table stored_file force row level security;
create policy stored_file_scope on stored_file using (
  (select onex_scope()) = 'all'
  or organization_id = (select onex_organization())
  or exists (select 1 from application a where a.plan_file_id = stored_file.id)
);
