-- Which keys of the data folder this database was sealed with: a keyed check value for each, from which the key cannot be
-- found. A start with another key file is refused before it makes anything unreadable (assurance C1, C3). 'index' is
-- the key of the blind indexes; k1, k2 ... seal fields, and are retired once no row needs them any more.
create table sealing_key (
  name text primary key,
  check_value text not null,
  created_at timestamptz not null,
  retired_at timestamptz
);
-- A key that was retired is never used again under the same name.
revoke delete, truncate on sealing_key from onex_app;
