-- Addresses at which a calendar program reads one person's deadlines without signing in. The address is the secret: only
-- its hash is kept, one is good at a time, and whoever fears that it is known makes a new one.
create table calendar_feed (
  id uuid primary key,
  account_id uuid not null references account (id),
  token_hash bytea not null constraint one_calendar_feed_per_token unique,
  created_at timestamptz not null,
  revoked_at timestamptz
);
create index calendar_feed_of_account on calendar_feed (account_id, created_at);
create unique index one_live_calendar_feed_per_person on calendar_feed (account_id) where revoked_at is null;

-- 'accounts': whoever comes with the address is not known before it is found.
alter table calendar_feed enable row level security;
alter table calendar_feed force row level security;
create policy calendar_feed_scope on calendar_feed using (
  (select onex_scope()) = 'accounts' or account_id = (select onex_account())
);
