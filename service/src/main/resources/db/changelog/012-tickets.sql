--liquibase formatted sql

--changeset cameo:012-upload-ticket
--comment Uploads that clients send to the bucket themselves, from their ticket until their object is gone.
create table upload_ticket (
  id uuid primary key,
  subject text check (length(subject) between 1 and 128),
  state text not null check (state in ('OPEN', 'FINISHING', 'DONE', 'EXPIRED', 'WITHDRAWN')),
  change_order bigint not null,
  content_type text not null,
  least_bytes bigint not null check (least_bytes > 0),
  most_bytes bigint not null check (most_bytes >= least_bytes),
  on_arrival boolean not null,
  crop text not null,
  actor text not null,
  tries int not null default 0,
  attempt uuid,
  lease_until timestamptz,
  object_etag text,
  object_version text,
  version uuid,
  status int,
  created_at timestamptz not null default now(),
  form_until timestamptz not null,
  finish_until timestamptz not null,
  look_at timestamptz,
  clean_after timestamptz,
  constraint upload_ticket_done_has_a_version check ((state = 'DONE') = (version is not null))
);
create index upload_ticket_unfinished on upload_ticket (subject, finish_until)
  where state in ('OPEN', 'FINISHING');
create index upload_ticket_clean on upload_ticket (clean_after) where clean_after is not null;
create index upload_ticket_look on upload_ticket (look_at) where look_at is not null;
create index upload_ticket_age on upload_ticket (created_at);
--rollback drop table upload_ticket;
