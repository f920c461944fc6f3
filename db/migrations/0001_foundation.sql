-- What every later table leans on: the application's role, the scope of a transaction, audit, files, settings.

-- The server connects as the owner and at once becomes this role: it owns nothing and obeys row-level security.
do $$
begin
  if not exists (select from pg_roles where rolname = 'onex_app') then
    create role onex_app nologin nobypassrls;
  end if;
  if not pg_has_role(current_user, 'onex_app', 'member') then
    execute format('grant onex_app to %I', current_user);
  end if;
end
$$;

grant usage on schema public to onex_app;
alter default privileges in schema public grant select, insert, update, delete on tables to onex_app;

-- The scope of the running transaction (kernel/actor.ts Scope); unset means nothing is visible.
create function onex_scope() returns text
  language sql stable as $$ select coalesce(current_setting('onex.scope', true), '') $$;
create function onex_organization() returns uuid
  language sql stable as $$ select nullif(current_setting('onex.organization_id', true), '')::uuid $$;
create function onex_account() returns uuid
  language sql stable as $$ select nullif(current_setting('onex.account_id', true), '')::uuid $$;

-- A timestamp as the product writes instants (kernel/time.ts), for JSON built in SQL.
create function onex_instant(moment timestamptz) returns text
  language sql immutable as $$ select to_char(moment at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') $$;

-- Texts and codes of the province: title, filing number prefix, contact page. Data, never code.
create table setting (
  key text primary key,
  value jsonb not null,
  updated_at timestamptz not null,
  updated_by uuid
);

-- One row for each change and each refused attempt, written in the transaction of the change itself.
create table audit_event (
  id uuid primary key,
  occurred_at timestamptz not null,
  received_at timestamptz not null,
  action text not null,
  outcome text not null constraint audit_outcome_is_known check (outcome in ('done', 'refused')),
  actor_kind text not null constraint audit_actor_kind_is_known check (actor_kind in ('person', 'system', 'public')),
  account_id uuid,
  actor_name text not null,
  organization_id uuid,
  organization_name text,
  subject_kind text,
  subject_id uuid,
  from_status text,
  to_status text,
  reason text,
  detail jsonb not null default '{}',
  request_id text
);
create index audit_event_of_subject on audit_event (subject_kind, subject_id, occurred_at);
create index audit_event_by_time on audit_event (occurred_at);
create index audit_event_of_account on audit_event (account_id, occurred_at);
-- Append only for the application (assurance D2).
revoke update, delete, truncate on audit_event from onex_app;

-- A retried submit gives the first answer again instead of a second effect.
create table idempotency_record (
  account_id uuid not null,
  key text not null,
  route text not null,
  request_hash text not null,
  response jsonb not null,
  created_at timestamptz not null,
  primary key (account_id, key)
);
create index idempotency_record_by_time on idempotency_record (created_at);

create table stored_file (
  id uuid primary key,
  storage_key text not null constraint one_row_per_stored_object unique,
  original_name text not null,
  media_type text not null,
  byte_count bigint not null constraint file_is_not_empty check (byte_count > 0),
  page_count integer,
  sha256 text not null,
  purpose text not null,
  -- The organization whose file it is; the office and the reviewers reach it through the record that names it.
  organization_id uuid not null,
  created_at timestamptz not null,
  created_by uuid not null
);
create index stored_file_of_organization on stored_file (organization_id);
