-- The scopes of 0002, 0006 and 0007 in another form, the rows the same. As `or`, the planner took each for one row in
-- two hundred and chose nested loops for whole lists; and each item asked the table of applications by itself. As
-- `case` one branch is taken per row, and the applications in reach are looked up once per statement.

drop policy application_scope on application;
create policy application_scope on application using (
  case (select onex_scope())
    when 'all' then true
    when 'institution' then institution_id = (select onex_organization())
    when 'bureau' then reviewing_bureau_id = (select onex_organization())
    else false
  end
);

-- The children are visible exactly where their application is: the inner queries obey the policy above; their
-- conditions repeat it only so that an index is used.
do $$
declare
  child text;
begin
  foreach child in array array['application_item', 'application_submission', 'review_decision', 'review_remark'] loop
    execute format('drop policy %I on %I', child || '_scope', child);
    execute format(
      'create policy %I on %I using (
         case (select onex_scope())
           when ''all'' then true
           when ''institution'' then application_id in
             (select a.id from application a where a.institution_id = (select onex_organization()))
           when ''bureau'' then application_id in
             (select a.id from application a where a.reviewing_bureau_id = (select onex_organization()))
           else false
         end)', child || '_scope', child);
  end loop;
end
$$;

drop policy filing_scope on filing;
create policy filing_scope on filing using (
  case (select onex_scope())
    when 'all' then true
    when 'institution' then institution_id = (select onex_organization())
    when 'evaluation' then evaluation_organization_id = (select onex_organization())
    when 'bureau' then institution_id in
      (select j.institution_id from jurisdiction j where j.bureau_id = (select onex_organization()))
    else false
  end
);

drop policy institution_major_scope on institution_major;
create policy institution_major_scope on institution_major using (
  case (select onex_scope())
    when 'all' then true
    when 'institution' then institution_id = (select onex_organization())
    when 'bureau' then institution_id in
      (select j.institution_id from jurisdiction j where j.bureau_id = (select onex_organization()))
    else false
  end
);
