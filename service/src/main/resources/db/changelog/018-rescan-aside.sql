--liquibase formatted sql

--changeset cameo:018-rescan-aside
--comment Masters that had no verdict when their turn came, for a reason of their own: they are tried again beside the walks until they have one.
create table rescan_aside (
  version uuid primary key,
  reason text not null check (length(reason) <= 300),
  tries int not null default 1,
  since timestamptz not null default now(),
  due_at timestamptz not null
);
create index rescan_aside_due on rescan_aside (due_at);
--rollback drop table rescan_aside;
