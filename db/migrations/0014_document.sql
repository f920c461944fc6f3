-- The document library: folders, documents with editions, and the text by which they are found (七.1; 四.3 操作手册).

create table document_folder (
  id uuid primary key,
  name text not null constraint one_document_folder_per_name unique,
  position integer not null,
  created_at timestamptz not null,
  created_by uuid,
  updated_at timestamptz not null,
  updated_by uuid,
  version integer not null default 1
);

create table document (
  id uuid primary key,
  folder_id uuid not null references document_folder (id),
  title text not null,
  category text not null constraint document_category_is_known check (category in
    ('MANUAL', 'STANDARD', 'FORM', 'POLICY', 'OTHER')),
  -- 文号 or 标准号.
  document_number text,
  summary text not null default '',
  visibility text not null constraint document_visibility_is_known check (visibility in
    ('PUBLIC', 'SIGNED_IN', 'KINDS', 'ROLES')),
  -- For whom, where the visibility is by kind of organization or by role; otherwise empty.
  kinds text[] not null default '{}',
  roles text[] not null default '{}',
  status text not null constraint document_status_is_known check (status in ('DRAFT', 'RELEASED', 'RETIRED')),
  released_at timestamptz,
  -- The number of the edition that stands; 0 while no file has been given.
  edition integer not null default 0,
  edition_at timestamptz,
  search_text text not null,
  created_at timestamptz not null,
  created_by uuid,
  updated_at timestamptz not null,
  updated_by uuid,
  version integer not null default 1,
  constraint one_document_per_folder_and_title unique (folder_id, title),
  constraint document_by_kind_names_kinds check (visibility <> 'KINDS' or cardinality(kinds) > 0),
  constraint document_by_role_names_roles check (visibility <> 'ROLES' or cardinality(roles) > 0),
  constraint released_document_has_a_file check (status = 'DRAFT' or (edition > 0 and released_at is not null))
);
create index document_by_edition on document (edition_at desc);

create table document_edition (
  document_id uuid not null references document (id) on delete cascade,
  number integer not null,
  storage_key text not null constraint one_document_edition_per_stored_object unique,
  original_name text not null,
  media_type text not null,
  byte_count bigint not null constraint document_edition_is_not_empty check (byte_count > 0),
  page_count integer,
  sha256 text not null,
  -- What is new in this edition.
  note text not null default '',
  text_status text not null constraint document_text_status_is_known check (text_status in
    ('WAITING', 'READ', 'EMPTY', 'FAILED', 'NONE')),
  -- Cleaned HTML of a DOCX, for reading without a download.
  html text,
  created_at timestamptz not null,
  created_by uuid,
  primary key (document_id, number)
);

-- The text of the edition that stands, and its pairs of neighbouring characters: two Chinese characters find.
create table document_text (
  document_id uuid primary key references document (id) on delete cascade,
  number integer not null,
  text text not null,
  bigrams text[] not null
);
create index document_text_by_bigram on document_text using gin (bigrams);

-- When a person last looked, and the time before: what came in between is new to them.
create table document_visit (
  account_id uuid primary key references account (id),
  seen_at timestamptz not null,
  previous_seen_at timestamptz
);

alter table document enable row level security;
alter table document force row level security;
create policy document_scope on document using (
  case
    when (select onex_scope()) = 'all' then true
    when status <> 'RELEASED' then false
    when visibility = 'PUBLIC' then true
    when (select onex_account()) is null then false
    when visibility = 'SIGNED_IN' then true
    when visibility = 'KINDS' then
      (select o.kind from organization o where o.id = (select onex_organization())) = any (kinds)
    else roles && (select a.roles from account a where a.id = (select onex_account()))
  end
);

-- The children are visible exactly where their document is: the inner queries obey the policy above.
do $$
declare
  child text;
begin
  foreach child in array array['document_edition', 'document_text'] loop
    execute format('alter table %I enable row level security', child);
    execute format('alter table %I force row level security', child);
    execute format(
      'create policy %I on %I using (
         case (select onex_scope())
           when ''all'' then true
           else document_id in (select d.id from document d)
         end)', child || '_scope', child);
  end loop;
end
$$;

-- A folder's name may tell what is in it: it is seen by who sees a document of it.
alter table document_folder enable row level security;
alter table document_folder force row level security;
create policy document_folder_scope on document_folder using (
  case (select onex_scope())
    when 'all' then true
    else id in (select d.folder_id from document d)
  end
);

alter table document_visit enable row level security;
alter table document_visit force row level security;
create policy document_visit_scope on document_visit using (account_id = (select onex_account()));
