--liquibase formatted sql

--changeset cameo:013-region-copy
--comment Versions that a region still has to get, or of which it is not yet proven that it has them; written with the change that makes a version live.
create table region_copy (
  region text not null check (length(region) between 1 and 40),
  version uuid not null,
  created_at timestamptz not null default now(),
  due_at timestamptz not null default now(),
  failures int not null default 0,
  primary key (region, version)
);
create index region_copy_due on region_copy (region, due_at);
create index region_copy_age on region_copy (region, created_at);
--rollback drop table region_copy;

--changeset cameo:013-region-deletion
--comment Versions that are gone, whose objects may still lie in a region that did not answer.
create table region_deletion (
  region text not null check (length(region) between 1 and 40),
  version uuid not null,
  created_at timestamptz not null default now(),
  due_at timestamptz not null default now(),
  failures int not null default 0,
  primary key (region, version)
);
create index region_deletion_due on region_deletion (region, due_at);
--rollback drop table region_deletion;

--changeset cameo:013-region-backfill
--comment How far the versions that were there before a region are noted as copies that it has to get.
create table region_backfill (
  region text primary key check (length(region) between 1 and 40),
  noted_at timestamptz not null default now(),
  pass int not null default 1,
  after_version uuid,
  finished_at timestamptz
);
--rollback drop table region_backfill;
