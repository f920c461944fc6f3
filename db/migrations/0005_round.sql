-- Application rounds. Every instant is exclusive: 「4月7日」 ends at 2025-04-08T00:00+08:00.

create table application_round (
  id uuid primary key,
  year integer not null constraint round_year_is_plausible check (year between 2019 and 2100),
  sequence integer not null constraint round_sequence_is_positive check (sequence between 1 and 9),
  title text not null,
  notice_number text,
  status text not null constraint round_status_is_known check (status in ('DRAFT', 'PUBLISHED', 'CONCLUDED')),
  opens_at timestamptz not null,
  closes_at timestamptz not null,
  city_review_due_at timestamptz not null,
  provincial_review_due_at timestamptz not null,
  eligible_kinds text[] not null
    constraint round_has_eligible_kinds check (cardinality(eligible_kinds) > 0),
  guidance text not null default '',
  -- The edition of the configurable rules (A6, A11, A12 …) that judged this round.
  rules jsonb not null default '{}',
  created_at timestamptz not null,
  created_by uuid,
  updated_at timestamptz not null,
  updated_by uuid,
  version integer not null default 1,
  constraint one_round_per_year_and_sequence unique (year, sequence),
  constraint round_closes_after_it_opens check (closes_at > opens_at),
  constraint city_review_ends_after_closing check (city_review_due_at >= closes_at),
  constraint provincial_review_ends_after_city_review check (provincial_review_due_at >= city_review_due_at)
);

create table round_extension (
  id uuid primary key,
  round_id uuid not null references application_round (id),
  organization_id uuid not null references organization (id),
  closes_at timestamptz not null,
  reason text not null,
  created_at timestamptz not null,
  created_by uuid not null,
  revoked_at timestamptz,
  revoked_by uuid
);
create unique index one_live_extension_per_round_and_organization on round_extension (round_id, organization_id)
  where revoked_at is null;
create index round_extension_of_organization on round_extension (organization_id);
