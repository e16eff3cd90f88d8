--liquibase formatted sql

--changeset cameo:023-version-recipe
--comment What the renditions were made by, as the program writes it; empty in rows that are older than this column.
alter table version add column recipe text not null default '';
--rollback alter table version drop column recipe;

--changeset cameo:023-version-planned
--comment Names of objects that are being added: they may be in the store or not, and go with the version.
alter table version add column planned text[] not null default '{}';
--rollback alter table version drop column planned;

--changeset cameo:023-version-formats
--comment When the formats that no upload waits for are due; null when they are made, or not wanted. Versions that were there before have none due: rerender brings them.
alter table version add column formats_at timestamptz, add column formats_tries int not null default 0;
alter table version alter column formats_at set default now();
--rollback alter table version drop column formats_at, drop column formats_tries;

--changeset cameo:023-version-formats-due runInTransaction:false splitStatements:true
set lock_timeout = 0;
drop index concurrently if exists version_formats_due;
create index concurrently version_formats_due on version (formats_at)
  where state = 'LIVE' and formats_at is not null;
set lock_timeout = '5s';
--rollback drop index concurrently if exists version_formats_due;
