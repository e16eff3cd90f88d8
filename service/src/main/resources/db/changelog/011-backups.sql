--liquibase formatted sql

--changeset cameo:011-backup
--comment When backups succeeded, so that the age of the last one can raise an alarm.
create table backup (
  id text primary key check (length(id) between 1 and 100),
  taken_at timestamptz not null,
  finished_at timestamptz not null default now(),
  place text not null,
  bytes bigint not null check (bytes >= 0),
  objects bigint not null check (objects >= 0)
);
create index backup_by_time on backup (taken_at desc);
--rollback drop table backup;
