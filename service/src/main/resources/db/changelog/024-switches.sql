--liquibase formatted sql

--changeset cameo:024-thrown-switch
--comment What an operator has switched from its usual state: for all, or with a subject for one. The statements that let an upload in read it themselves.
create table thrown_switch (
  name text not null check (length(name) between 1 and 50),
  subject text not null default '' check (length(subject) <= 128),
  reason text not null check (length(reason) between 1 and 300),
  until timestamptz,
  since timestamptz not null default clock_timestamp(),
  thrown_by text not null check (length(thrown_by) <= 200),
  primary key (name, subject)
);
--rollback drop table thrown_switch;
