--liquibase formatted sql

--changeset cameo:016-version-scanned-by
--comment The scanner and its signatures that found nothing in the upload; null where none was asked.
alter table version add column scanned_by text check (length(scanned_by) <= 200);
--rollback alter table version drop column scanned_by;

--changeset cameo:016-rescan
--comment Walks over all masters with newer signatures; one is unfinished at a time.
create table rescan (
  id bigint generated always as identity primary key,
  signatures text not null,
  started_at timestamptz not null default now(),
  after_version uuid,
  clean bigint not null default 0,
  infected bigint not null default 0,
  unread bigint not null default 0,
  finished_at timestamptz
);
create unique index rescan_one on rescan ((true)) where finished_at is null;
--rollback drop table rescan;
