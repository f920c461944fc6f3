-- Announcements: what the office says, to whom it was said, and who has read and confirmed it (七.1).

create table announcement (
  id uuid primary key,
  title text not null,
  notice_number text,
  -- Cleaned by the server when it was written.
  body_html text not null,
  -- The same as plain text: for search, excerpts and messages.
  body_text text not null,
  is_public boolean not null default false,
  must_confirm boolean not null default false,
  -- Whom it is for, as chosen; resolved into recipients when it is published.
  audience jsonb not null default '{}',
  attachment_ids uuid[] not null default '{}',
  status text not null constraint announcement_status_is_known check (status in
    ('DRAFT', 'SCHEDULED', 'PUBLISHED', 'WITHDRAWN', 'ARCHIVED')),
  publish_at timestamptz,
  published_at timestamptz,
  -- The number of the edition that stands; 0 before publication.
  edition integer not null default 0,
  corrected_at timestamptz,
  -- A confirmation of an older edition than this does not count.
  confirm_edition integer not null default 1,
  withdrawn_at timestamptz,
  withdraw_reason text,
  nudged_at timestamptz,
  created_at timestamptz not null,
  created_by uuid,
  updated_at timestamptz not null,
  updated_by uuid,
  version integer not null default 1,
  constraint scheduled_announcement_has_an_instant check (status <> 'SCHEDULED' or publish_at is not null),
  constraint published_announcement_has_an_edition
    check (status in ('DRAFT', 'SCHEDULED') or (published_at is not null and edition > 0))
);
create index announcement_by_publication on announcement (published_at desc);
create index announcement_due on announcement (publish_at) where status = 'SCHEDULED';

-- Each edition as it was published; a correction adds one and never changes the one before.
create table announcement_edition (
  announcement_id uuid not null references announcement (id),
  number integer not null,
  title text not null,
  notice_number text,
  body_html text not null,
  attachment_ids uuid[] not null,
  -- What was corrected; null for the first.
  reason text,
  published_at timestamptz not null,
  published_by uuid,
  primary key (announcement_id, number)
);
revoke update, delete, truncate on announcement_edition from onex_app;

create table announcement_attachment (
  id uuid primary key,
  announcement_id uuid not null references announcement (id) on delete cascade,
  storage_key text not null constraint one_attachment_per_stored_object unique,
  original_name text not null,
  media_type text not null,
  byte_count bigint not null constraint attachment_is_not_empty check (byte_count > 0),
  page_count integer,
  sha256 text not null,
  created_at timestamptz not null,
  created_by uuid not null
);
create index announcement_attachment_of_announcement on announcement_attachment (announcement_id);

create table announcement_recipient (
  announcement_id uuid not null references announcement (id),
  account_id uuid not null references account (id),
  organization_id uuid not null references organization (id),
  read_at timestamptz,
  confirmed_at timestamptz,
  confirmed_edition integer,
  primary key (announcement_id, account_id)
);
create index announcement_recipient_of_account on announcement_recipient (account_id, announcement_id);
create index announcement_recipient_of_organization on announcement_recipient (organization_id, announcement_id);

alter table announcement_recipient enable row level security;
alter table announcement_recipient force row level security;
create policy announcement_recipient_scope on announcement_recipient using (
  case (select onex_scope())
    when 'all' then true
    else organization_id = (select onex_organization())
  end
);

-- The people within an organization are told apart by the query; here it is the organization.
alter table announcement enable row level security;
alter table announcement force row level security;
create policy announcement_scope on announcement using (
  case
    when (select onex_scope()) = 'all' then true
    when status in ('PUBLISHED', 'ARCHIVED') and is_public then true
    when status in ('PUBLISHED', 'ARCHIVED', 'WITHDRAWN') then id in
      (select r.announcement_id from announcement_recipient r where r.organization_id = (select onex_organization()))
    else false
  end
);

-- The children are visible exactly where their announcement is: the inner queries obey the policy above.
do $$
declare
  child text;
begin
  foreach child in array array['announcement_edition', 'announcement_attachment'] loop
    execute format('alter table %I enable row level security', child);
    execute format('alter table %I force row level security', child);
    execute format(
      'create policy %I on %I using (
         case (select onex_scope())
           when ''all'' then true
           else announcement_id in (select a.id from announcement a)
         end)', child || '_scope', child);
  end loop;
end
$$;
