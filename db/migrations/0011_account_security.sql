-- Asking for an account, second factors, sign-in by a second way, hand-over, and what a session may do.

-- A session may be bound to one thing that has to be done first, or may show another person's view to support.
alter table session
  -- When the person last proved who they are in this session; sensitive actions ask for it anew (assurance A8).
  add column proved_at timestamptz not null default now(),
  add column restriction text constraint session_restriction_is_known
    check (restriction in ('SECOND_FACTOR', 'PASSWORD')),
  -- Whose view a supporter sees, until when; every write is refused meanwhile.
  add column viewed_account_id uuid references account (id),
  add column view_ends_at timestamptz,
  add constraint view_has_an_end check ((viewed_account_id is null) = (view_ends_at is null));
create index session_viewing_account on session (viewed_account_id);

-- The stamped authorization letter of a request; uploaded before the request is sent, swept when it never is.
create table account_request_letter (
  id uuid primary key,
  -- Only whoever uploaded it may attach it: the hash of a secret that the browser keeps.
  token_hash bytea not null,
  -- Keyed hash of the network, for the limits against floods.
  network_index bytea not null,
  storage_key text not null constraint one_letter_per_stored_object unique,
  original_name text not null,
  media_type text not null,
  byte_count bigint not null constraint letter_is_not_empty check (byte_count > 0),
  page_count integer,
  sha256 text not null,
  created_at timestamptz not null
);
create index account_request_letter_of_network on account_request_letter (network_index, created_at);
create index account_request_letter_by_time on account_request_letter (created_at);

create table account_request (
  id uuid primary key,
  receipt_number text not null constraint one_account_request_per_receipt unique,
  organization_id uuid not null references organization (id),
  status text not null constraint account_request_status_is_known check (status in
    ('PENDING', 'APPROVED', 'REFUSED')),
  name text not null,
  duty text not null,
  -- Sealed by the keyring; the index finds equal numbers without opening them.
  mobile_sealed text not null,
  mobile_index bytea not null,
  mailbox_sealed text not null,
  purpose text not null,
  letter_id uuid not null references account_request_letter (id)
    constraint one_account_request_per_letter unique,
  network_index bytea not null,
  decided_at timestamptz,
  decision_reason text,
  account_id uuid references account (id),
  created_at timestamptz not null,
  created_by uuid,
  updated_at timestamptz not null,
  updated_by uuid,
  version integer not null default 1,
  constraint decided_account_request_says_when check ((status = 'PENDING') = (decided_at is null)),
  constraint approved_account_request_has_account check ((status = 'APPROVED') = (account_id is not null))
);
create index account_request_of_organization on account_request (organization_id, created_at);
create index account_request_of_mobile on account_request (mobile_index);
create index account_request_of_network on account_request (network_index, created_at);
create index account_request_by_time on account_request (created_at);
create index account_request_of_account on account_request (account_id);

alter table account_request enable row level security;
alter table account_request force row level security;
create policy account_request_scope on account_request using (
  case (select onex_scope())
    when 'all' then true
    when 'accounts' then true
    else organization_id = (select onex_organization())
  end
);

-- TOTP (RFC 6238), sealed. A new secret waits for its first code beside the one in use, if any.
create table second_factor (
  account_id uuid primary key references account (id),
  secret_sealed text,
  pending_sealed text,
  confirmed_at timestamptz,
  -- Number of the last 30-second step that was used: a code is good once.
  last_step bigint not null default 0,
  created_at timestamptz not null,
  constraint confirmed_factor_has_secret check ((confirmed_at is null) = (secret_sealed is null))
);

-- Ten per account, shown once; only keyed hashes are kept.
create table recovery_code (
  id uuid primary key,
  account_id uuid not null references account (id),
  code_index bytea not null constraint one_recovery_code_per_index unique,
  used_at timestamptz,
  created_at timestamptz not null
);
create index recovery_code_of_account on recovery_code (account_id);

-- Between the first and the second factor: no session yet, five tries, five minutes.
create table sign_in_step (
  id uuid primary key,
  token_hash bytea not null constraint one_sign_in_step_per_token unique,
  account_id uuid not null references account (id),
  try_count integer not null default 0,
  expires_at timestamptz not null,
  created_at timestamptz not null
);
create index sign_in_step_of_account on sign_in_step (account_id);
create index sign_in_step_by_time on sign_in_step (expires_at);

-- A way to the DingTalk sign-in page and back: the state that must come back to the same browser, once.
create table external_sign_in (
  id uuid primary key,
  state_hash bytea not null constraint one_external_sign_in_per_state unique,
  purpose text not null constraint external_sign_in_purpose_is_known check (purpose in ('SIGN_IN', 'LINK')),
  -- For linking: the session that asked, which must be the one that returns.
  session_id uuid references session (id) on delete cascade,
  next_path text not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  created_at timestamptz not null
);
create index external_sign_in_of_session on external_sign_in (session_id);
create index external_sign_in_by_time on external_sign_in (expires_at);

-- Which account a person of another system is; only a keyed hash of the foreign identifier is kept.
create table external_identity (
  id uuid primary key,
  account_id uuid not null references account (id),
  provider text not null constraint external_provider_is_known check (provider in ('DINGTALK')),
  subject_index bytea not null,
  created_at timestamptz not null,
  created_by uuid,
  constraint one_account_per_external_identity unique (provider, subject_index),
  constraint one_external_identity_per_account unique (account_id, provider)
);

-- What a leaver's colleague took over, item by item, so that it can be taken back.
create table account_handover (
  id uuid primary key,
  from_account_id uuid not null references account (id),
  to_account_id uuid not null references account (id),
  organization_id uuid not null references organization (id),
  items jsonb not null,
  reason text not null,
  created_at timestamptz not null,
  created_by uuid,
  undone_at timestamptz,
  undone_by uuid,
  constraint handover_goes_to_another check (from_account_id <> to_account_id)
);
create index account_handover_from on account_handover (from_account_id, created_at);
create index account_handover_to on account_handover (to_account_id, created_at);
create index account_handover_of_organization on account_handover (organization_id);

alter table account_handover enable row level security;
alter table account_handover force row level security;
create policy account_handover_scope on account_handover using (
  case (select onex_scope())
    when 'all' then true
    when 'accounts' then true
    else organization_id = (select onex_organization())
  end
);

/*
  As in 0003, and further: officials' sessions end after half the idle time (assurance A7: 15 minutes for officials,
  30 for others); a session that shows another person's view runs in that person's scope and names the one who looks;
  the restriction and the last proof of identity are told to the server, which refuses by them.
*/
create or replace function onex_enter(p_token_hash bytea, p_at timestamptz, p_idle interval) returns jsonb
  language plpgsql security definer set search_path = pg_catalog, public as $$
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
$$;
