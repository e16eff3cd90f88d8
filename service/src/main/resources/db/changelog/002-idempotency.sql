--liquibase formatted sql

--changeset cameo:002-idempotency
--comment What an upload with an Idempotency-Key came to; the scope is a hash, no subject is kept.
create table idempotency (
  scope bytea primary key check (length(scope) = 32),
  request_sha256 bytea not null check (length(request_sha256) = 32),
  version uuid not null,
  status int not null,
  created_at timestamptz not null default now()
);
create index idempotency_age on idempotency (created_at);
--rollback drop table idempotency;
