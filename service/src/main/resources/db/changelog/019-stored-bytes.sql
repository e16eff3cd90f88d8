--liquibase formatted sql

-- What is stored for a subject is asked for with every upload, so the sum of a version's objects stands in its row. The
-- database keeps it, in the statement that writes the objects: also for the release before, which knows nothing of it.

--changeset cameo:019-objects-bytes splitStatements:false
--comment Bytes of the objects that a version names.
create function objects_bytes(p_objects jsonb) returns bigint
language sql immutable strict parallel safe as $$
  select coalesce(sum((o ->> 'bytes')::bigint), 0)::bigint from jsonb_array_elements(p_objects) o
$$;
--rollback drop function objects_bytes(jsonb);

--changeset cameo:019-version-stored-bytes
--comment Null in rows that are older than this column and whose objects were not written since: filling them would keep uploads waiting.
alter table version add column stored_bytes bigint;
--rollback alter table version drop column stored_bytes;

--changeset cameo:019-keep-stored-bytes splitStatements:false
create function keep_stored_bytes() returns trigger
language plpgsql as $$
begin
  new.stored_bytes := objects_bytes(new.objects);
  return new;
end
$$;
--rollback drop function keep_stored_bytes();

--changeset cameo:019-version-keeps-stored-bytes
create trigger version_keeps_stored_bytes before insert or update of objects on version
  for each row execute function keep_stored_bytes();
--rollback drop trigger version_keeps_stored_bytes on version;

--changeset cameo:019-subject-has-room splitStatements:false rollbackSplitStatements:false
--comment The same answer from the numbers that are kept; of rows without one it is computed.
create or replace function subject_has_room(p_subject text, p_bytes bigint, p_quota bigint) returns boolean
language plpgsql as $$
begin
  if p_quota <= 0 then
    return true;
  end if;
  perform pg_advisory_xact_lock(hashtextextended('quota ' || p_subject, 0));
  return p_bytes <= p_quota - (
    select coalesce(sum(coalesce(v.stored_bytes, objects_bytes(v.objects))), 0)
    from version v
    where v.subject = p_subject and v.state in ('PENDING', 'LIVE', 'RETIRED'));
end
$$;
--rollback create or replace function subject_has_room(p_subject text, p_bytes bigint, p_quota bigint) returns boolean
--rollback language plpgsql as $$
--rollback begin
--rollback   if p_quota <= 0 then
--rollback     return true;
--rollback   end if;
--rollback   perform pg_advisory_xact_lock(hashtextextended('quota ' || p_subject, 0));
--rollback   return p_bytes <= p_quota - (
--rollback     select coalesce(sum((o ->> 'bytes')::bigint), 0)
--rollback     from version v, jsonb_array_elements(v.objects) o
--rollback     where v.subject = p_subject and v.state in ('PENDING', 'LIVE', 'RETIRED'));
--rollback end
--rollback $$;
