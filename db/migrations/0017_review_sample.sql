-- What the province drew of the cities' decisions in order to look again (四.2). A draw is never changed: the seed and
-- the drawn applications let anybody repeat it.

create table review_sample (
  id uuid primary key,
  round_id uuid not null references application_round (id),
  -- null: drawn from the decisions of all bureaus.
  bureau_id uuid references organization (id),
  seed text not null,
  -- How many were asked for, of how many that could be drawn.
  size integer not null,
  population integer not null,
  drawn_at timestamptz not null,
  drawn_by uuid not null,
  drawer_name text not null
);
create index review_sample_of_round on review_sample (round_id, drawn_at);
create index review_sample_of_bureau on review_sample (bureau_id);

create table review_sample_row (
  sample_id uuid not null references review_sample (id),
  -- In the order of the draw, from 1.
  position integer not null,
  application_id uuid not null references application (id),
  -- Where the application stood when it was drawn.
  status text not null,
  primary key (sample_id, position)
);
create index review_sample_row_of_application on review_sample_row (application_id);

-- The province looks again without the city or the institution knowing of it.
alter table review_sample enable row level security;
alter table review_sample force row level security;
create policy review_sample_scope on review_sample using (
  case (select onex_scope()) when 'all' then true else false end
);
alter table review_sample_row enable row level security;
alter table review_sample_row force row level security;
create policy review_sample_row_scope on review_sample_row using (
  case (select onex_scope()) when 'all' then true else false end
);
revoke update, delete, truncate on review_sample, review_sample_row from onex_app;
