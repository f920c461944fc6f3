-- Registers of bodies: divisions, organizations, institutions with their majors, and who reviews whom.

create table division (
  -- GB/T 2260, or a local code for a zone that has none there.
  code text primary key constraint division_code_is_known_form
    check (code ~ '^([0-9]{6}|LOCAL-[A-Z0-9-]{1,24})$'),
  name text not null,
  level text not null,
  parent_code text references division (code),
  source text not null
);
create index division_of_parent on division (parent_code);

create table organization (
  id uuid primary key,
  kind text not null constraint organization_kind_is_known check (kind in
    ('PROJECT_OFFICE', 'PROVINCIAL_DEPARTMENT', 'CITY_BUREAU', 'INSTITUTION', 'EVALUATION_ORGANIZATION')),
  -- Stable code of the reference files; the key by which an import finds its row again.
  code text not null,
  name text not null,
  short_name text,
  former_names text[] not null default '{}',
  status text not null default 'ACTIVE'
    constraint organization_status_is_known check (status in ('ACTIVE', 'CLOSED')),
  area_code text references division (code),
  credit_code text,
  source text,
  trust text,
  search_text text not null,
  created_at timestamptz not null,
  created_by uuid,
  updated_at timestamptz not null,
  updated_by uuid,
  version integer not null default 1,
  constraint one_organization_per_code unique (kind, code),
  constraint one_organization_per_name unique (kind, name)
);
create index organization_in_area on organization (area_code);

create table institution (
  organization_id uuid primary key references organization (id),
  institution_kind text not null constraint institution_kind_is_known check (institution_kind in
    ('SECONDARY_VOCATIONAL', 'HIGHER_VOCATIONAL', 'APPLIED_UNDERGRADUATE', 'VOCATIONAL_UNDERGRADUATE',
     'UNCLASSIFIED_UNDERGRADUATE')),
  affiliation text not null constraint affiliation_is_known check (affiliation in
    ('PROVINCIAL', 'MUNICIPAL', 'COUNTY', 'MINISTERIAL', 'PRIVATE')),
  institution_code text constraint institution_code_has_ten_digits check (institution_code ~ '^[0-9]{10}$'),
  ownership text,
  address text,
  constraint one_institution_per_code unique (institution_code)
);

-- Who reviews whom, dated. A school may lie in one city and be answered for by another bureau (韩城、神木、府谷、杨凌).
create table jurisdiction (
  id uuid primary key,
  institution_id uuid not null references institution (organization_id),
  bureau_id uuid not null references organization (id),
  valid_from date not null,
  valid_to date,
  note text,
  created_at timestamptz not null,
  created_by uuid,
  updated_at timestamptz not null,
  updated_by uuid,
  version integer not null default 1,
  constraint jurisdiction_ends_after_it_begins check (valid_to is null or valid_to > valid_from)
);
create unique index one_open_jurisdiction_per_institution on jurisdiction (institution_id)
  where valid_to is null;
create index jurisdiction_of_bureau on jurisdiction (bureau_id, institution_id);

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
  primary key (code, catalog_edition)
);

create table institution_major (
  id uuid primary key,
  institution_id uuid not null references institution (organization_id),
  major_code text not null,
  major_name text not null,
  direction text not null default '',
  first_enrolment_year integer not null
    constraint first_enrolment_year_is_plausible check (first_enrolment_year between 1900 and 2100),
  current_students integer not null
    constraint current_students_is_plausible check (current_students between 0 and 200000),
  status text not null default 'ACTIVE'
    constraint institution_major_status_is_known check (status in ('ACTIVE', 'CLOSED')),
  search_text text not null,
  created_at timestamptz not null,
  created_by uuid,
  updated_at timestamptz not null,
  updated_by uuid,
  version integer not null default 1,
  constraint one_major_per_institution_and_direction unique (institution_id, major_code, direction)
);

alter table institution_major enable row level security;
alter table institution_major force row level security;
create policy institution_major_scope on institution_major using (
  (select onex_scope()) = 'all'
  or ((select onex_scope()) = 'institution' and institution_id = (select onex_organization()))
  or ((select onex_scope()) = 'bureau' and institution_id in
      (select j.institution_id from jurisdiction j where j.bureau_id = (select onex_organization())))
);
