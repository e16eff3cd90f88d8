--liquibase formatted sql

-- What large tables need; docs/performance.md has the measurements behind each step, and what was measured and left out
-- (fill factors, extended statistics, partitions). Indexes are built beside the running
-- service (concurrently), which no transaction may surround. A build that was interrupted leaves an invalid index, so each
-- step first drops what is left of an earlier attempt. A build waits for the transactions that are older than itself, so
-- the limit on waiting for locks is lifted for it.

--changeset cameo:opt-subject-current runInTransaction:false splitStatements:true
--comment The look-up of a subject's current version reads this index alone; it is the primary key, since two cost every publish twice.
set lock_timeout = 0;
drop index concurrently if exists subject_current;
create unique index concurrently subject_current on subject (subject) include (current_version);
set lock_timeout = '5s';
alter table subject drop constraint subject_pkey,
  add constraint subject_pkey primary key using index subject_current;
--rollback set lock_timeout = 0;
--rollback drop index concurrently if exists subject_only;
--rollback create unique index concurrently subject_only on subject (subject);
--rollback set lock_timeout = '5s';
--rollback alter table subject drop constraint subject_pkey, add constraint subject_pkey primary key using index subject_only;

--changeset cameo:opt-subject-gone runInTransaction:false splitStatements:true
--comment The clean-up finds subjects without a picture here instead of reading all subjects.
set lock_timeout = 0;
drop index concurrently if exists subject_gone;
create index concurrently subject_gone on subject (updated_at) where current_version is null;
set lock_timeout = '5s';
--rollback drop index concurrently if exists subject_gone;

--changeset cameo:opt-version-pending runInTransaction:false splitStatements:true
--comment Uploads that never finished; the clean-up of everything else must not be read to find them.
set lock_timeout = 0;
drop index concurrently if exists version_pending;
create index concurrently version_pending on version (delete_after) where state = 'PENDING';
set lock_timeout = '5s';
--rollback drop index concurrently if exists version_pending;

--changeset cameo:opt-version-reapable runInTransaction:false splitStatements:true
--comment Versions whose objects may be deleted, in the order of their end.
set lock_timeout = 0;
drop index concurrently if exists version_reapable;
create index concurrently version_reapable on version (delete_after)
  where state in ('RETIRED', 'EXPIRED', 'TOMBSTONED');
set lock_timeout = '5s';
--rollback drop index concurrently if exists version_reapable;

--changeset cameo:opt-version-due runInTransaction:false splitStatements:true
--comment The two before it hold every row that this one held, and each row once.
set lock_timeout = 0;
drop index concurrently if exists version_due;
set lock_timeout = '5s';
--rollback drop index concurrently if exists version_due;
--rollback create index concurrently version_due on version (delete_after) where delete_after is not null;

--changeset cameo:opt-autovacuum
--comment A fifth of a large table is too much to wait for: index-only scans need pages that are known to be visible.
alter table subject set (autovacuum_vacuum_scale_factor = 0.02,
  autovacuum_vacuum_insert_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02);
alter table version set (autovacuum_vacuum_scale_factor = 0.02,
  autovacuum_vacuum_insert_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02);
alter table audit set (autovacuum_vacuum_insert_scale_factor = 0.05,
  autovacuum_analyze_scale_factor = 0.05);
alter table idempotency set (autovacuum_vacuum_scale_factor = 0.05);
--rollback alter table idempotency reset (autovacuum_vacuum_scale_factor);
--rollback alter table audit reset (autovacuum_vacuum_insert_scale_factor, autovacuum_analyze_scale_factor);
--rollback alter table version reset (autovacuum_vacuum_scale_factor, autovacuum_vacuum_insert_scale_factor, autovacuum_analyze_scale_factor);
--rollback alter table subject reset (autovacuum_vacuum_scale_factor, autovacuum_vacuum_insert_scale_factor, autovacuum_analyze_scale_factor);
