-- The published certificates (四批 447 个) x levels, as the national platform names them.

create table certificate (
  id uuid primary key,
  -- Stable key of the reference files; an import finds its row again by it.
  code text not null constraint one_certificate_per_code unique,
  short_name text not null,
  name text not null,
  batch smallint constraint certificate_batch_is_known check (batch between 1 and 4),
  batch_basis text,
  evaluation_organization_id uuid not null references organization (id),
  status text not null default 'ACTIVE'
    constraint certificate_status_is_known check (status in ('ACTIVE', 'EXITING', 'EXITED')),
  status_reason text,
  status_on date,
  standard_code text,
  standard_url text,
  sector text,
  trust text,
  source text,
  note text,
  search_text text not null,
  created_at timestamptz not null,
  created_by uuid,
  updated_at timestamptz not null,
  updated_by uuid,
  version integer not null default 1,
  constraint one_certificate_per_name_and_organization unique (short_name, evaluation_organization_id)
);
create index certificate_of_organization on certificate (evaluation_organization_id);

create table certificate_level (
  id uuid primary key,
  certificate_id uuid not null references certificate (id),
  level smallint not null constraint certificate_level_is_known check (level in (1, 2, 3)),
  effective_on date,
  trust text,
  source text,
  created_at timestamptz not null,
  created_by uuid,
  constraint one_row_per_certificate_and_level unique (certificate_id, level)
);

-- Which majors a certificate suits: a hint to the institution, never a bar (公开资料只有样本).
create table certificate_major (
  certificate_id uuid not null references certificate (id),
  major_code text not null,
  major_name text not null,
  education_level text not null,
  trust text,
  source text,
  primary key (certificate_id, major_code)
);
