--liquibase formatted sql

--changeset cameo:021-identity
--comment What users are found by at /avatar/...: MD5 and SHA-256 of their e-mail addresses and OpenIDs, never these themselves. The number tells which hashes belong to one identity.
create table identity (
  hash bytea primary key check (length(hash) in (16, 32)),
  subject text not null check (length(subject) between 1 and 128),
  kind text not null check (kind in ('EMAIL', 'OPENID')),
  number smallint not null check (number >= 0),
  created_at timestamptz not null default now()
);
create index identity_of_subject on identity (subject);
--rollback drop table identity;
