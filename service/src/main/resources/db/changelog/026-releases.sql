--liquibase formatted sql

--changeset cameo:026-program-release
--comment Which releases of the program have run on this database, and the steps of the schema that each knows: what a way back leads to.
create table program_release (
  version text primary key check (length(version) between 1 and 100),
  steps text not null,
  first_started_at timestamptz not null default now(),
  last_started_at timestamptz not null default now()
);
--rollback drop table program_release;

--changeset cameo:026-running-node
--comment Which release each running node is; a row is a node's own, renewed every few seconds.
create table running_node (
  node uuid primary key,
  version text not null check (length(version) between 1 and 100),
  started_at timestamptz not null default now(),
  seen_at timestamptz not null default now()
);
--rollback drop table running_node;

--changeset cameo:026-rollback-run
--comment How far a rollback is, so that one that was interrupted goes on; one at a time.
create table rollback_run (
  id uuid primary key,
  from_version text not null check (length(from_version) between 1 and 100),
  to_version text not null check (length(to_version) between 1 and 100),
  message text not null check (length(message) between 1 and 300),
  deployment text not null check (length(deployment) <= 2000),
  steps jsonb not null default '{}',
  begun_at timestamptz not null default now(),
  changed_at timestamptz not null default now(),
  ended_at timestamptz
);
create unique index rollback_run_one on rollback_run ((true)) where ended_at is null;
--rollback drop table rollback_run;
