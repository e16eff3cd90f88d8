--liquibase formatted sql

--changeset cameo:001-change-order
--comment Every change of an avatar draws its place in the order when it is admitted.
create sequence change_order as bigint;
--rollback drop sequence change_order;

--changeset cameo:001-subject
--comment One row a subject; its lock is the one that orders the subject's changes.
create table subject (
  subject text primary key check (length(subject) between 1 and 128),
  changed_order bigint not null,
  current_version uuid,
  updated_at timestamptz not null default now()
);
--rollback drop table subject;

--changeset cameo:001-version
--comment One row a version, from its intent until its objects are gone.
create table version (
  id uuid primary key,
  subject text not null,
  state text not null
    check (state in ('PENDING', 'LIVE', 'RETIRED', 'EXPIRED', 'TOMBSTONED')),
  change_order bigint not null,
  source_type text not null,
  source_width int not null check (source_width > 0),
  source_height int not null check (source_height > 0),
  source_bytes bigint not null check (source_bytes > 0),
  source_sha256 bytea not null check (length(source_sha256) = 32),
  crop text not null,
  thumbhash bytea not null,
  color text not null,
  objects jsonb not null,
  withdrawn boolean not null default false,
  created_at timestamptz not null default now(),
  retired_at timestamptz,
  delete_after timestamptz,
  constraint version_live_has_no_end check ((state = 'LIVE') = (delete_after is null))
);
--rollback drop table version;

--changeset cameo:001-version-indexes
create unique index version_one_live on version (subject) where state = 'LIVE';
create index version_of_subject on version (subject, change_order desc);
create index version_due on version (delete_after) where delete_after is not null;
--rollback drop index version_due;
--rollback drop index version_of_subject;
--rollback drop index version_one_live;
