--liquibase formatted sql

--changeset cameo:025-notice
--comment What an operator tells users: maintenance and incidents. At most one is open at a time.
create table notice (
  id uuid primary key,
  kind text not null check (length(kind) between 1 and 20),
  message text not null check (length(message) between 1 and 300),
  read_only boolean not null,
  begins_at timestamptz not null,
  ends_at timestamptz,
  begun boolean not null,
  opened_at timestamptz not null default clock_timestamp(),
  opened_by text not null check (length(opened_by) <= 200),
  closed_at timestamptz
);
create unique index notice_one_open on notice ((closed_at is null)) where closed_at is null;
create index notice_opened on notice (opened_at);
--rollback drop table notice;

--changeset cameo:025-notice-event
--comment What became of each notice, in the words of that time; spread_at is null until it has its deliveries.
create table notice_event (
  id uuid primary key,
  notice uuid not null references notice on delete cascade,
  type text not null check (length(type) between 1 and 20),
  at timestamptz not null default clock_timestamp(),
  message text not null,
  read_only boolean not null,
  begins_at timestamptz not null,
  ends_at timestamptz,
  spread_at timestamptz
);
create index notice_event_of on notice_event (notice, at);
create index notice_event_new on notice_event (at) where spread_at is null;
--rollback drop table notice_event;

--changeset cameo:025-notice-delivery
--comment Who is told of an event, once each. Endpoints and operators by the digest of their address, users by their subject. due_at is also the lease of the node that sends.
create table notice_delivery (
  event uuid not null references notice_event on delete cascade,
  way text not null check (way in ('webhook', 'operator', 'user')),
  recipient text not null default '' check (length(recipient) <= 64),
  subject text not null default '' check (length(subject) <= 128),
  state text not null default 'due' check (state in ('due', 'sent', 'failed')),
  due_at timestamptz not null default now(),
  tries int not null default 0,
  done_at timestamptz,
  answer text not null default '',
  primary key (event, way, recipient, subject)
);
create index notice_delivery_due on notice_delivery (way, due_at) where state = 'due';
create index notice_delivery_subject on notice_delivery (subject) where subject <> '';
--rollback drop table notice_delivery;

--changeset cameo:025-notice-endpoint
--comment Endpoints that have answered 410: nothing is sent there until the operator says so.
create table notice_endpoint (
  endpoint text primary key check (length(endpoint) <= 64),
  gone_at timestamptz not null default now()
);
--rollback drop table notice_endpoint;
