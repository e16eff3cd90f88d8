--liquibase formatted sql

--changeset cameo:014-storage-move
--comment Where pictures are on their way from one store to another; every node obeys this row.
create table storage_move (
  only_one boolean primary key default true check (only_one),
  id uuid not null,
  source text not null check (length(source) between 1 and 1000),
  target text not null check (length(target) between 1 and 1000 and target <> source),
  s3_region text,
  s3_endpoint text,
  s3_path_style boolean not null,
  phase text not null
    check (phase in ('COPYING', 'VERIFIED', 'SWITCHED', 'RETURNING', 'FINISHED', 'RETURNED')),
  verified_to uuid,
  changed_at timestamptz not null default now()
);
--rollback drop table storage_move;

--changeset cameo:014-storage-node
--comment How far each running node follows a move; a row is a node's own and renewed every second.
create table storage_node (
  node uuid primary key,
  move uuid not null,
  phase text not null,
  configured text not null check (length(configured) between 1 and 1000),
  fault text check (length(fault) between 1 and 2000),
  seen_at timestamptz not null default now()
);
--rollback drop table storage_node;
