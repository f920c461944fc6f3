-- Named people per organization and duty (七.2): who is reached for what, since when, and when that was last confirmed.

create table contact (
  id uuid primary key,
  organization_id uuid not null references organization (id),
  duty text not null constraint contact_duty_is_known check (duty in
    ('LEADER', 'DEPARTMENT_HEAD', 'OFFICER', 'FINANCE', 'EXAMINATION')),
  name text not null,
  department text not null default '',
  title text not null default '',
  -- The office's telephone, printed on letters; a person's own number is sealed.
  landline text not null default '',
  -- Sealed with a key from outside the database, bound to this row; the index finds equal values without opening them.
  mobile_sealed text,
  mobile_index bytea,
  mailbox_sealed text,
  mailbox_index bytea,
  valid_from date not null,
  -- First day on which it no longer holds.
  valid_to date,
  confirmed_at timestamptz,
  confirmed_by uuid,
  -- What the office found out when it tried to reach the person; a confirmation or a change clears it.
  reported_kind text constraint contact_report_is_known check (reported_kind in
    ('MAIL_BOUNCED', 'PHONE_DEAD', 'LEFT')),
  reported_at timestamptz,
  -- A registration that was taken back as a slip.
  revoked_at timestamptz,
  revoked_by uuid,
  search_text text not null,
  created_at timestamptz not null,
  created_by uuid,
  updated_at timestamptz not null,
  updated_by uuid,
  version integer not null default 1,
  constraint contact_ends_after_it_begins check (valid_to is null or valid_to > valid_from),
  constraint contact_can_be_called check (mobile_sealed is not null or landline <> ''),
  constraint contact_mobile_has_index check ((mobile_sealed is null) = (mobile_index is null)),
  constraint contact_mailbox_has_index check ((mailbox_sealed is null) = (mailbox_index is null)),
  constraint contact_report_has_time check ((reported_kind is null) = (reported_at is null))
);
create index contact_of_organization on contact (organization_id, duty);
-- These duties have one holder; several people may be 业务联系人 or 考务.
create unique index one_open_contact_per_single_duty on contact (organization_id, duty)
  where valid_to is null and revoked_at is null and duty in ('LEADER', 'DEPARTMENT_HEAD', 'FINANCE');
create unique index one_open_contact_per_mobile_and_duty on contact (organization_id, duty, mobile_index)
  where valid_to is null and revoked_at is null and mobile_index is not null;
create index contact_by_mobile on contact (mobile_index) where mobile_index is not null;
create index contact_by_mailbox on contact (mailbox_index) where mailbox_index is not null;

-- Each change with the whole state after it, so that old and new stand side by side and a slip can be undone.
create table contact_change (
  id uuid primary key,
  contact_id uuid not null references contact (id),
  organization_id uuid not null references organization (id),
  verb text not null constraint contact_change_verb_is_known check (verb in
    ('REGISTER', 'CHANGE', 'SUCCEED', 'END', 'CONFIRM', 'REPORT')),
  reason text not null default '',
  -- The state without the sealed values; empty for what changes no state.
  facts jsonb not null default '{}',
  mobile_sealed text,
  mailbox_sealed text,
  -- The state before it; of the person who went, where somebody took over.
  previous_id uuid references contact_change (id),
  undone_at timestamptz,
  undone_by uuid,
  created_at timestamptz not null,
  created_by uuid
);
create index contact_change_of_contact on contact_change (contact_id, created_at);
create index contact_change_of_organization on contact_change (organization_id, created_at);
create index contact_change_after on contact_change (previous_id);

-- Every export with full numbers: who, what for, how many rows (counted per person and day).
create table contact_export (
  id uuid primary key,
  organization_id uuid not null references organization (id),
  account_id uuid not null references account (id),
  purpose text not null,
  row_count integer not null,
  created_at timestamptz not null,
  created_by uuid not null
);
create index contact_export_of_organization on contact_export (organization_id, created_at);
create index contact_export_of_account on contact_export (account_id, created_at);

do $$
declare
  name text;
begin
  foreach name in array array['contact', 'contact_change'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format(
      'create policy %I on %I using (
         case (select onex_scope())
           when ''all'' then true
           when ''institution'' then organization_id = (select onex_organization())
           when ''evaluation'' then organization_id = (select onex_organization())
           when ''bureau'' then organization_id = (select onex_organization()) or organization_id in
             (select j.institution_id from jurisdiction j where j.bureau_id = (select onex_organization()))
           else false
         end)', name || '_scope', name);
  end loop;
end
$$;

alter table contact_export enable row level security;
alter table contact_export force row level security;
create policy contact_export_scope on contact_export using (
  case (select onex_scope())
    when 'all' then true
    when 'bureau' then organization_id = (select onex_organization())
    else false
  end
);
