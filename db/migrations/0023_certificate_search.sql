-- Every certificate's full name ends in 职业技能等级证书, whose pinyin and initials found all of them for `jz`, `zs`, `zy`.
-- The ending stays where it is written in characters.
update certificate c
   set search_text = (
         select string_agg(key, '|' order by place)
           from (select key, min(place) as place
                   from (select regexp_replace(key, '(zhiyeji[a-z]+dengjizhengshu|zyj[a-z]djzs)$', '') as key, place
                           from unnest(string_to_array(c.search_text, '|')) with ordinality as keys (key, place)) as cut
                  where key <> ''
                  group by key) as distinct_keys);
