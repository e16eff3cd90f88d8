--liquibase formatted sql

--changeset cameo:017-limit-level
--comment What each caller has used up of its allowances, at a time; it is given back with the time. Losing some on a crash only forgives a caller.
create unlogged table limit_level (
  id text primary key,
  at double precision not null,
  spent double precision[] not null,
  full_at double precision not null
) with (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.05);
--rollback drop table limit_level;

--changeset cameo:017-limit-take splitStatements:false
--comment Takes a cost from several allowances or from none, in one call: rows are locked one after the other in the order of the ids that the caller sorts.
create function limit_take(p_now double precision, p_ids text[], p_limits double precision[],
  p_cost double precision[], p_settled double precision[]) returns double precision[]
language plpgsql as $$
declare
  known limit_level%rowtype;
  kinds constant int := array_length(p_cost, 1);
  levels double precision[] := array[]::double precision[];
  times double precision[] := array[]::double precision[];
  allowed boolean := true;
  most double precision;
  level double precision;
  full_after double precision;
  used double precision[];
begin
  for i in 1 .. coalesce(array_length(p_ids, 1), 0) loop
    loop
      select * into known from limit_level where id = p_ids[i] for update;
      exit when found;
      insert into limit_level (id, at, spent, full_at)
      values (p_ids[i], p_now, array_fill(0::double precision, array[kinds]), p_now)
      on conflict (id) do nothing;
    end loop;
    for k in 1 .. kinds loop
      most := p_limits[(i - 1) * kinds + k];
      level := greatest(0, known.spent[k] - most * greatest(0, p_now - known.at) / 3600);
      level := greatest(0, level + p_settled[(i - 1) * kinds + k]);
      allowed := allowed and level + least(p_cost[k], most) <= most * (1 + 1e-9);
      levels := levels || level;
    end loop;
    times := times || greatest(known.at, p_now);
  end loop;
  for i in 1 .. coalesce(array_length(p_ids, 1), 0) loop
    used := levels[(i - 1) * kinds + 1 : i * kinds];
    full_after := 0;
    for k in 1 .. kinds loop
      if allowed then
        used[k] := used[k] + p_cost[k];
      end if;
      full_after := greatest(full_after, used[k] / p_limits[(i - 1) * kinds + k]);
    end loop;
    update limit_level l set at = times[i], spent = used, full_at = times[i] + full_after * 3600
    where l.id = p_ids[i];
  end loop;
  return (case when allowed then 1 else 0 end)::double precision || levels;
end
$$;
--rollback drop function limit_take(double precision, text[], double precision[], double precision[], double precision[]);

--changeset cameo:017-limit-rule
--comment What the operator has set while the service runs: other amounts, exceptions for one holder, and who is kept out until when.
create table limit_rule (
  name text not null,
  holder text not null default '',
  amount bigint not null,
  until timestamptz,
  changed_at timestamptz not null default clock_timestamp(),
  primary key (name, holder)
);
--rollback drop table limit_rule;

--changeset cameo:017-subject-has-room splitStatements:false
--comment Whether so many bytes more may be stored for a subject. Uploads of one subject ask one after the other, until their transactions end.
create function subject_has_room(p_subject text, p_bytes bigint, p_quota bigint) returns boolean
language plpgsql as $$
begin
  if p_quota <= 0 then
    return true;
  end if;
  perform pg_advisory_xact_lock(hashtextextended('quota ' || p_subject, 0));
  return p_bytes <= p_quota - (
    select coalesce(sum((o ->> 'bytes')::bigint), 0)
    from version v, jsonb_array_elements(v.objects) o
    where v.subject = p_subject and v.state in ('PENDING', 'LIVE', 'RETIRED'));
end
$$;
--rollback drop function subject_has_room(text, bigint, bigint);

--changeset cameo:017-upload-ticket-charged
--comment Who pays for a ticket's upload besides its subject, one a line, so that whoever finishes it can set right what was charged.
alter table upload_ticket add column charged text check (length(charged) <= 600);
--rollback alter table upload_ticket drop column charged;
