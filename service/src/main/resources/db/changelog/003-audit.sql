--liquibase formatted sql

--changeset cameo:003-audit
--comment Who changed what, when, from where. An erasure takes the subject out of its lines.
create table audit (
  id bigint generated always as identity primary key,
  at timestamptz not null default now(),
  action text not null,
  outcome text not null,
  actor text not null,
  subject text,
  version uuid,
  address text,
  request_id text
);
create index audit_of_subject on audit (subject, id) where subject is not null;
--rollback drop table audit;
