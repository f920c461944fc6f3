-- Heads of institutions and evaluation organizations were judged with the administrators of the office and the bureaus;
-- now they are a group of their own. Where the office has chosen a policy, what it chose for them stays.
update setting
   set value = value || jsonb_build_object('BODY_ADMINISTRATORS', value -> 'ADMINISTRATORS')
 where key = 'second_factor' and value ? 'ADMINISTRATORS' and not value ? 'BODY_ADMINISTRATORS';
