-- Files that fill a register: checked first, then carried out in the background, all of it or nothing.

create table import_run (
  id uuid primary key,
  -- Which feature's register, as in the address of the import.
  feature text not null,
  register text not null,
  status text not null constraint import_run_status_is_known check
    (status in ('CHECKING', 'CHECKED', 'WAITING', 'RUNNING', 'DONE', 'FAILED', 'CANCELLED')),
  -- Who asked, as they were then: the work is done in their scope and in their name.
  actor jsonb not null,
  organization_id uuid not null references organization (id),
  file_name text not null,
  byte_count integer not null,
  sha256 text not null,
  -- Null once the file is no longer needed.
  storage_key text,
  row_count integer not null default 0,
  created_count integer not null default 0,
  changed_count integer not null default 0,
  same_count integer not null default 0,
  error_count integer not null default 0,
  warning_count integer not null default 0,
  written_count integer not null default 0,
  problems jsonb not null default '[]',
  failure text not null default '',
  cancel_requested_at timestamptz,
  started_at timestamptz,
  ended_at timestamptz,
  created_at timestamptz not null,
  created_by uuid,
  updated_at timestamptz not null,
  updated_by uuid,
  version integer not null default 1,
  constraint import_run_ends_once check
    ((status in ('DONE', 'FAILED', 'CANCELLED')) = (ended_at is not null))
);
create index import_run_of_organization on import_run (organization_id, feature, created_at desc);
create index import_run_with_file on import_run (status, updated_at) where storage_key is not null;

alter table import_run enable row level security;
alter table import_run force row level security;
create policy import_run_scope on import_run using (
  case (select onex_scope())
    when 'all' then true
    when 'public' then false
    else organization_id = (select onex_organization())
  end
);
