--liquibase formatted sql

--changeset cameo:010-reap-failure
--comment Versions whose objects could not be deleted wait, so that they do not block those behind them.
create table reap_failure (
  version uuid primary key,
  failures int not null,
  retry_at timestamptz not null
);
--rollback drop table reap_failure;

--changeset cameo:010-gc-run
--comment Comparisons of the whole store with the database; one is unfinished at a time.
create table gc_run (
  id bigint generated always as identity primary key,
  started_at timestamptz not null default now(),
  kind text not null,
  holder uuid not null,
  lease_until timestamptz not null,
  after_version uuid,
  after_key text,
  compared boolean not null default false,
  tally jsonb not null,
  finished_at timestamptz,
  outcome text
);
create unique index gc_run_one on gc_run ((true)) where finished_at is null;
--rollback drop table gc_run;

--changeset cameo:010-gc-suspect
--comment Objects that no row names, with the run that saw them first and the one that saw them last.
create table gc_suspect (
  key text collate "C" primary key,
  bytes bigint not null,
  modified timestamptz not null,
  first_seen timestamptz not null default now(),
  first_run bigint not null,
  last_run bigint not null
);
--rollback drop table gc_suspect;
