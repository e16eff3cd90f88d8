--liquibase formatted sql

--changeset cameo:006-limit-bucket
--comment Token buckets shared by all nodes. Losing some on a crash only forgives a caller.
create unlogged table limit_bucket (
  id text primary key,
  state bytea,
  expires_at bigint
);
--rollback drop table limit_bucket;
