-- People, what they may do, and how they prove who they are.

create table account (
  id uuid primary key,
  login_name text not null,
  name text not null,
  organization_id uuid not null references organization (id),
  status text not null constraint account_status_is_known check (status in
    ('INVITED', 'ACTIVE', 'SUSPENDED', 'CLOSED')),
  roles text[] not null constraint account_has_a_role check (cardinality(roles) > 0),
  -- Institutions this person also works for: no review of theirs (回避).
  affiliated_institution_ids uuid[] not null default '{}',
  password_hash text,
  password_changed_at timestamptz,
  last_sign_in_at timestamptz,
  created_at timestamptz not null,
  created_by uuid,
  updated_at timestamptz not null,
  updated_by uuid,
  version integer not null default 1,
  constraint active_account_has_password check (status <> 'ACTIVE' or password_hash is not null)
);
create unique index one_account_per_login_name on account (lower(login_name));
create index account_of_organization on account (organization_id);

alter table account enable row level security;
alter table account force row level security;
-- 'accounts' is the scope of signing in and of technical administrators: no business rows come with it.
create policy account_scope on account using (
  (select onex_scope()) in ('all', 'accounts')
  or organization_id = (select onex_organization())
  or id = (select onex_account())
);

-- Only a hash of the cookie is kept: a stolen dump opens no session.
create table session (
  id uuid primary key,
  token_hash bytea not null constraint one_session_per_token unique,
  account_id uuid not null references account (id),
  device_hash bytea,
  client text not null default '',
  created_at timestamptz not null,
  seen_at timestamptz not null,
  expires_at timestamptz not null,
  ended_at timestamptz
);
create index session_of_account on session (account_id, created_at);

create table activation (
  id uuid primary key,
  account_id uuid not null references account (id),
  token_hash bytea not null constraint one_activation_per_token unique,
  purpose text not null constraint activation_purpose_is_known check (purpose in ('ACTIVATE', 'RESET')),
  expires_at timestamptz not null,
  used_at timestamptz,
  created_at timestamptz not null,
  created_by uuid
);
create index activation_of_account on activation (account_id, created_at);

-- Wrong passwords, counted per account with known device, and per account with address, never per account alone.
create table sign_in_failure (
  id uuid primary key,
  bucket text not null,
  occurred_at timestamptz not null
);
create index sign_in_failure_in_bucket on sign_in_failure (bucket, occurred_at);
create index sign_in_failure_by_time on sign_in_failure (occurred_at);

/*
  One round trip opens a request: finds the live session, sets the transaction's scope for row-level security and
  returns the actor, or null. Runs with the owner's rights because nobody is signed in before it has run.
  Idle and absolute limits are judged on the instant the caller gives (the database-corrected clock).
  The mapping to a scope is that of kernel/actor.ts scopeOf; a test holds the two against each other.
*/
create function onex_enter(p_token_hash bytea, p_at timestamptz, p_idle interval) returns jsonb
  language plpgsql security definer set search_path = pg_catalog, public as $$
declare
  v record;
  v_scope text;
begin
  perform set_config('onex.scope', 'accounts', true);
  select s.id as session_id, s.seen_at, a.id, a.name, a.roles, a.affiliated_institution_ids,
         o.id as organization_id, o.name as organization_name, o.kind as organization_kind
    into v
    from public.session s
    join public.account a on a.id = s.account_id
    join public.organization o on o.id = a.organization_id
   where s.token_hash = p_token_hash and s.ended_at is null and s.expires_at > p_at
     and s.seen_at > p_at - p_idle and a.status = 'ACTIVE' and o.status = 'ACTIVE';
  if not found then
    perform set_config('onex.scope', 'public', true);
    return null;
  end if;
  v_scope := case
    when v.organization_kind in ('PROJECT_OFFICE', 'PROVINCIAL_DEPARTMENT') then
      case when v.roles && array['project_office_admin', 'project_office_staff', 'provincial_reviewer',
                                 'provincial_viewer', 'auditor'] then 'all' else 'public' end
    when v.organization_kind = 'CITY_BUREAU' then 'bureau'
    when v.organization_kind = 'INSTITUTION' then 'institution'
    else 'evaluation' end;
  perform set_config('onex.scope', v_scope, true);
  perform set_config('onex.organization_id', v.organization_id::text, true);
  perform set_config('onex.account_id', v.id::text, true);
  return jsonb_build_object(
    'userId', v.id, 'name', v.name, 'roles', to_jsonb(v.roles),
    'affiliatedInstitutionIds', to_jsonb(v.affiliated_institution_ids),
    'organizationId', v.organization_id, 'organizationName', v.organization_name,
    'organizationKind', v.organization_kind, 'sessionId', v.session_id, 'seenAt', v.seen_at);
end
$$;
revoke all on function onex_enter(bytea, timestamptz, interval) from public;
grant execute on function onex_enter(bytea, timestamptz, interval) to onex_app;
