-- A submission says by id which certificate levels and majors it means. Their names as they were on that day are kept
-- beside it, with the work plan's file, so that two submissions can be compared after an item or a file is gone:
-- { levels: [{ id, certificateName, level }], majors: [{ id, name }], planFile: { name, byteCount, pageCount, sha256 } }.
-- Not covered by the receipt's hash, which is about the content.
alter table application_submission
  add column words jsonb not null default '{"levels": [], "majors": [], "planFile": null}';

-- The owner's own row policies would hide what is to be filled in.
alter table application no force row level security;
alter table application_submission no force row level security;
alter table institution_major no force row level security;
alter table stored_file no force row level security;

-- Earlier submissions get the names of today and the file that has the hash that was submitted.
update application_submission s set words = jsonb_build_object(
  'levels', (
    select coalesce(jsonb_agg(jsonb_build_object('id', cl.id, 'certificateName', c.short_name, 'level', cl.level)), '[]')
      from certificate_level cl
      join certificate c on c.id = cl.certificate_id
     where cl.id::text in
       (select item ->> 'certificateLevelId' from jsonb_array_elements(s.content -> 'content' -> 'items') item)),
  'majors', (
    select coalesce(jsonb_agg(jsonb_build_object('id', im.id, 'name',
             im.major_name || case when im.direction = '' then '' else '（' || im.direction || '）' end)), '[]')
      from institution_major im
     where im.id::text in
       (select major from jsonb_array_elements(s.content -> 'content' -> 'items') item,
               jsonb_array_elements_text(item -> 'institutionMajorIds') major)),
  'planFile', (
    select jsonb_build_object('name', f.original_name, 'byteCount', f.byte_count, 'pageCount', f.page_count,
             'sha256', f.sha256)
      from stored_file f
      join application a on a.id = s.application_id and a.institution_id = f.organization_id
     where f.sha256 = s.content ->> 'planFile' and f.purpose = 'application.plan'
     order by f.created_at limit 1));

alter table application force row level security;
alter table application_submission force row level security;
alter table institution_major force row level security;
alter table stored_file force row level security;
