--liquibase formatted sql

--changeset cameo:004-erasure
--comment Certificates of erasure. The subject is known by a hash only.
create table erasure (
  id uuid primary key,
  subject_sha256 bytea not null check (length(subject_sha256) = 32),
  erased_at timestamptz not null default now(),
  versions int not null,
  objects int not null
);
create index erasure_of_subject on erasure (subject_sha256);
--rollback drop table erasure;
