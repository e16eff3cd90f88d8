--liquibase formatted sql

--changeset cameo:022-cdn-purge
--comment What the CDN still has to let go of, one row for each subject: changes that come before the proof of an earlier one join it. due_at is also the lease of the node that works on the row. What is proven stays a week, to be looked at.
create table cdn_purge (
  subject text primary key check (length(subject) between 1 and 128),
  takedown boolean not null,
  renditions text[] not null,
  hashes bytea[] not null,
  erasures uuid[] not null,
  generation bigint not null default 1,
  asked_at timestamptz not null default now(),
  due_at timestamptz not null default now(),
  purged_at timestamptz,
  purges int not null default 0,
  tries int not null default 0,
  answer text not null default '',
  proven_at timestamptz
);
create index cdn_purge_due on cdn_purge (takedown desc, due_at) where proven_at is null;
create index cdn_purge_proven on cdn_purge (proven_at) where proven_at is not null;
--rollback drop table cdn_purge;

--changeset cameo:022-cdn-proof
--comment The proof for each erasure that the CDN has let go of it; not proven yet while proven_at is null.
create table cdn_proof (
  erasure uuid primary key,
  asked_at timestamptz not null default now(),
  proven_at timestamptz,
  tries int not null default 0,
  answer text not null default ''
);
--rollback drop table cdn_proof;
