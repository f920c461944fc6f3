-- What people are told: the inbox, the queue of messages that leave the house, addresses, and who wants what.

-- Something said once (src/platform/notice.ts).
create table notice (
  id uuid primary key,
  event text not null,
  key text not null,
  title text not null,
  lines text[] not null,
  path text not null,
  until_at timestamptz,
  is_urgent boolean not null,
  created_at timestamptz not null,
  -- When the last of its recipients was written down; until then the job goes on where it stopped.
  expanded_at timestamptz,
  -- When what it asks for was done.
  settled_at timestamptz,
  constraint one_notice_per_key_of_event unique (event, key)
);
create index notice_by_time on notice (created_at);

create table inbox_entry (
  id uuid primary key,
  notice_id uuid not null references notice (id),
  account_id uuid not null references account (id),
  created_at timestamptz not null,
  read_at timestamptz,
  constraint one_inbox_entry_per_notice_and_person unique (notice_id, account_id)
);
create index inbox_entry_of_account on inbox_entry (account_id, created_at);
create index inbox_entry_unread on inbox_entry (account_id) where read_at is null;

-- A group robot of DingTalk. Address and secret are sealed and never shown again.
create table group_robot (
  id uuid primary key,
  name text not null,
  -- Whose group it is: it hears what this organization is told; the office's group hears what concerns nobody alone.
  organization_id uuid not null references organization (id),
  token_sealed text not null,
  secret_sealed text not null,
  events text[] not null,
  is_enabled boolean not null,
  created_at timestamptz not null,
  created_by uuid,
  updated_at timestamptz not null,
  updated_by uuid,
  version integer not null default 1,
  constraint one_group_robot_per_name unique (name)
);
create index group_robot_of_organization on group_robot (organization_id);

-- A mailbox or a DingTalk mobile of a person: sealed, and used only after a code sent there has come back.
create table channel_address (
  id uuid primary key,
  account_id uuid not null references account (id),
  medium text not null constraint address_medium_is_known check (medium in ('MAIL', 'DINGTALK')),
  address_sealed text not null,
  -- Keyed hash: counts the codes asked for one mailbox without anybody reading it.
  address_index bytea not null,
  -- What DingTalk calls the owner of the mobile, once asked.
  provider_sealed text,
  verified_at timestamptz,
  -- The receiving server said that there is no such mailbox.
  refused_at timestamptz,
  code_hash bytea,
  code_sealed text,
  code_expires_at timestamptz,
  code_attempt_count integer not null default 0,
  created_at timestamptz not null
);
-- A new address waits beside the one in use until it is verified.
create unique index one_verified_address_per_medium on channel_address (account_id, medium)
  where verified_at is not null;
create unique index one_waiting_address_per_medium on channel_address (account_id, medium)
  where verified_at is null;
create index channel_address_of_account on channel_address (account_id);

-- The queue and at the same time the record of what left the house. A row is taken by setting `lease_id` and moving
-- `next_attempt_at` behind the lease: a worker that dies leaves it to the next one by itself.
create table delivery (
  id uuid primary key,
  kind text not null constraint delivery_kind_is_known check (kind in
    ('NOTICE', 'DIGEST', 'CODE', 'TEST', 'FINISH')),
  channel text not null constraint delivery_channel_is_known check (channel in
    ('MAIL', 'DINGTALK_WORK', 'DINGTALK_TODO', 'DINGTALK_GROUP')),
  notice_id uuid references notice (id),
  account_id uuid references account (id),
  group_robot_id uuid references group_robot (id),
  address_id uuid references channel_address (id) on delete set null,
  -- The digest that carries it, or of a FINISH the to-do that it ends.
  digest_id uuid references delivery (id),
  todo_id uuid references delivery (id),
  digest_on date,
  is_urgent boolean not null,
  status text not null constraint delivery_status_is_known check (status in
    ('WAITING', 'HELD', 'SENT', 'DEAD', 'DROPPED')),
  next_attempt_at timestamptz not null,
  lease_id uuid,
  attempt_count integer not null default 0,
  -- How often a worker took it: one that ends every worker is given up, too.
  claim_count integer not null default 0,
  last_error text,
  provider_ref text,
  created_at timestamptz not null,
  settled_at timestamptz,
  constraint delivery_has_a_recipient check (account_id is not null or group_robot_id is not null)
);
-- One message per person, event and channel, whoever says it again (the event and its key are the notice).
create unique index one_delivery_per_notice_person_and_channel on delivery (notice_id, account_id, channel, kind)
  where group_robot_id is null;
create unique index one_delivery_per_notice_and_group on delivery (notice_id, group_robot_id)
  where group_robot_id is not null;
create unique index one_digest_per_person_and_day on delivery (account_id, digest_on);
create index delivery_due on delivery (channel, is_urgent desc, next_attempt_at) where status = 'WAITING';
create index delivery_held on delivery (account_id) where status = 'HELD';
create index delivery_dead on delivery (channel, settled_at) where status = 'DEAD';
create index delivery_by_time on delivery (created_at);
create index delivery_of_notice on delivery (notice_id);
create index delivery_of_account on delivery (account_id);
create index delivery_of_group_robot on delivery (group_robot_id);
create index delivery_of_address on delivery (address_id);
create index delivery_of_digest on delivery (digest_id);
create index delivery_of_todo on delivery (todo_id);

-- Whether the office has a channel switched on, and how it fares.
create table channel_state (
  channel text primary key,
  is_enabled boolean not null,
  -- Said by the workers at their start, because they send: the web server need not know the mail server.
  is_set_up boolean not null default false,
  -- Who the mails come from.
  sender text,
  -- The receiving server was away: nobody tries before this instant.
  paused_until_at timestamptz,
  failure_count integer not null default 0,
  last_error text,
  last_failed_at timestamptz,
  last_sent_at timestamptz
);

create table notification_profile (
  account_id uuid primary key references account (id),
  -- Minutes of the day in Beijing; both or neither. An end before the beginning is on the next day.
  quiet_from_minute integer,
  quiet_to_minute integer,
  is_digest boolean not null,
  digest_hour integer not null constraint digest_hour_is_an_hour check (digest_hour between 0 and 23),
  updated_at timestamptz not null,
  constraint quiet_hours_have_both_ends check ((quiet_from_minute is null) = (quiet_to_minute is null)),
  constraint quiet_hours_are_minutes check
    (quiet_from_minute between 0 and 1439 and quiet_to_minute between 0 and 1439)
);

create table notification_preference (
  account_id uuid not null references account (id),
  event text not null,
  channel text not null,
  is_enabled boolean not null,
  updated_at timestamptz not null,
  primary key (account_id, event, channel)
);

-- What holds for the people of an organization who have not said otherwise.
create table organization_preference (
  organization_id uuid not null references organization (id),
  event text not null,
  channel text not null,
  is_enabled boolean not null,
  updated_at timestamptz not null,
  updated_by uuid,
  primary key (organization_id, event, channel)
);

-- Everything here is a person's own; the office and the workers see the deliveries of all.
do $$
declare
  owned text;
begin
  foreach owned in array array['inbox_entry', 'channel_address', 'delivery', 'notification_profile',
                               'notification_preference'] loop
    execute format('alter table %I enable row level security', owned);
    execute format('alter table %I force row level security', owned);
    execute format(
      'create policy %I on %I using (
         case (select onex_scope()) when ''all'' then true else account_id = (select onex_account()) end)',
      owned || '_scope', owned);
  end loop;
end
$$;

alter table notice enable row level security;
alter table notice force row level security;
create policy notice_scope on notice using (
  case (select onex_scope())
    when 'all' then true
    else id in (select i.notice_id from inbox_entry i where i.account_id = (select onex_account()))
  end
);

alter table organization_preference enable row level security;
alter table organization_preference force row level security;
create policy organization_preference_scope on organization_preference using (
  case (select onex_scope()) when 'all' then true else organization_id = (select onex_organization()) end
);

alter table group_robot enable row level security;
alter table group_robot force row level security;
create policy group_robot_scope on group_robot using (
  case (select onex_scope()) when 'all' then true else organization_id = (select onex_organization()) end
);
