--liquibase formatted sql

--changeset cameo:020-api-key
--comment API keys, of which only a hash of the secret is kept. The subjects are the beginning of those that the key may act for.
create table api_key (
  id text primary key check (id ~ '^[a-z0-9]{12}$'),
  name text not null check (length(name) between 1 and 100),
  secret_sha256 bytea not null check (length(secret_sha256) = 32),
  scopes text not null check (length(scopes) between 1 and 200),
  subjects text not null default '' check (length(subjects) <= 128),
  created_at timestamptz not null default now(),
  expires_at timestamptz,
  last_used timestamptz,
  revoked_at timestamptz
);
--rollback drop table api_key;

--changeset cameo:020-token-use
--comment Upload tokens for a single change that were used, until they would have ended anyway.
create table token_use (
  id uuid primary key,
  until timestamptz not null
);
create index token_use_age on token_use (until);
--rollback drop table token_use;

--changeset cameo:020-api-key-life
--comment The life that a key was given, for the one that takes its place: a rotation changes when the old one ends.
alter table api_key add column life_seconds bigint check (life_seconds > 0);
--rollback alter table api_key drop column life_seconds;
