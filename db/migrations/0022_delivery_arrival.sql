-- DingTalk takes a work notification first and says later whether it reached the person (getsendresult, 24 hours).
-- `provider_ref` of such a delivery is the task that is asked about.
alter table delivery
  -- When DingTalk is asked the next time; null when there is nothing to ask.
  add column check_at timestamptz,
  add column check_count integer not null default 0,
  -- When DingTalk said that the person has it.
  add column arrived_at timestamptz,
  -- How often it was sent anew because it had not arrived: DingTalk shows the same words only once a day.
  add column resend_count integer not null default 0;
create index delivery_to_check on delivery (check_at) where check_at is not null;
