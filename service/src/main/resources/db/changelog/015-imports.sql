--liquibase formatted sql

--changeset cameo:015-import-run
--comment An import that has not ended yet, so that the same words go on with it after a kill.
create table import_run (
  id uuid primary key,
  source_sha256 bytea not null unique check (length(source_sha256) = 32),
  started_at timestamptz not null default now()
);
--rollback drop table import_run;

--changeset cameo:015-import-done
--comment What an import need not do again; whose picture it was cannot be read from it.
create table import_done (
  run uuid not null references import_run on delete cascade,
  item_sha256 bytea not null check (length(item_sha256) = 32),
  primary key (run, item_sha256)
);
--rollback drop table import_done;
