-- Filings made from decisions, and the numbered, immutable editions of the filed list (四.5: 不再行文发布).

create table filing_counter (
  round_id uuid primary key references application_round (id),
  last_number integer not null
);

create table filing (
  id uuid primary key,
  filing_number text not null constraint one_filing_per_number unique,
  round_id uuid not null references application_round (id),
  institution_id uuid not null references institution (organization_id),
  certificate_level_id uuid not null references certificate_level (id),
  evaluation_organization_id uuid not null references organization (id),
  application_item_id uuid not null constraint one_filing_per_application_item unique
    references application_item (id),
  headcount integer not null constraint filing_headcount_is_positive check (headcount > 0),
  major_names text[] not null,
  is_new boolean not null,
  valid_from date not null,
  -- Exclusive: the first day on which it no longer holds.
  valid_to date not null,
  status text not null constraint filing_status_is_known check (status in
    ('FILED', 'FILING_CANCELLED', 'FILING_EXPIRED')),
  cancel_reason text,
  cancelled_at timestamptz,
  cancelled_by uuid,
  created_at timestamptz not null,
  created_by uuid,
  updated_at timestamptz not null,
  updated_by uuid,
  version integer not null default 1
);
create index filing_of_institution on filing (institution_id, certificate_level_id);
create index filing_of_level on filing (certificate_level_id);
create index filing_of_evaluation_organization on filing (evaluation_organization_id, round_id);
create index filing_in_round on filing (round_id, status);

create table filed_list_edition (
  id uuid primary key,
  round_id uuid not null references application_round (id),
  number integer not null,
  confirmed_at timestamptz not null,
  confirmed_by uuid not null,
  confirmer_name text not null,
  note text not null default '',
  row_count integer not null,
  added_count integer not null,
  changed_count integer not null,
  removed_count integer not null,
  -- SHA-256 over the canonical rows, lower-case hex: anyone can compute it again from the published file.
  content_hash text not null,
  constraint one_edition_per_round_and_number unique (round_id, number)
);

create table filed_list_row (
  edition_id uuid not null references filed_list_edition (id),
  position integer not null,
  change text not null constraint row_change_is_known check (change in ('SAME', 'ADDED', 'CHANGED', 'REMOVED')),
  filing_number text not null,
  institution_name text not null,
  institution_kind text not null,
  area_name text not null,
  certificate_name text not null,
  level smallint not null,
  evaluation_organization_id uuid not null references organization (id),
  evaluation_organization_name text not null,
  major_names text[] not null,
  headcount integer not null,
  is_new boolean not null,
  search_text text not null,
  primary key (edition_id, position)
);
create index filed_list_row_of_organization on filed_list_row (evaluation_organization_id, edition_id);
-- An edition never changes once confirmed.
revoke update, delete, truncate on filed_list_edition, filed_list_row from onex_app;

create table filed_list_fetch (
  id uuid primary key,
  edition_id uuid not null references filed_list_edition (id),
  organization_id uuid not null references organization (id),
  account_id uuid not null,
  format text not null constraint fetch_format_is_known check (format in ('PAGE', 'CSV', 'JSON')),
  row_count integer not null,
  fetched_at timestamptz not null
);
create index filed_list_fetch_of_edition on filed_list_fetch (edition_id, organization_id, fetched_at);
create index filed_list_fetch_of_organization on filed_list_fetch (organization_id);

alter table filing enable row level security;
alter table filing force row level security;
create policy filing_scope on filing using (
  (select onex_scope()) = 'all'
  or ((select onex_scope()) = 'institution' and institution_id = (select onex_organization()))
  or ((select onex_scope()) = 'evaluation' and evaluation_organization_id = (select onex_organization()))
  or ((select onex_scope()) = 'bureau' and institution_id in
      (select j.institution_id from jurisdiction j where j.bureau_id = (select onex_organization())))
);

alter table filed_list_fetch enable row level security;
alter table filed_list_fetch force row level security;
create policy filed_list_fetch_scope on filed_list_fetch using (
  (select onex_scope()) = 'all' or organization_id = (select onex_organization())
);
