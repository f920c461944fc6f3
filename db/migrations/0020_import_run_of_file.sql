-- The sweep of files that nobody names asks every table by storage key; the others have a unique rule for it.
create index import_run_of_file on import_run (storage_key) where storage_key is not null;
