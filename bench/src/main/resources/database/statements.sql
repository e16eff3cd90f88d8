-- The service's statements that meet large tables, as it sends them: a test of the service compares. Each begins with its
-- name, how it is used, and what its parameters are.

-- statement: look-up of the current avatar
-- parameters: subject
select v.id, v.subject, v.state, v.change_order, v.source_type, v.source_width, v.source_height,
v.source_bytes, v.source_sha256, v.crop, v.thumbhash, v.color, v.objects, v.withdrawn,
v.created_at
from subject s join version v on v.id = s.current_version where s.subject = ?

-- statement: look-up of a version
-- parameters: version
select v.id, v.subject, v.state, v.change_order, v.source_type, v.source_width, v.source_height,
v.source_bytes, v.source_sha256, v.crop, v.thumbhash, v.color, v.objects, v.withdrawn,
v.created_at
from version v where v.id = ?

-- statement: history of a subject
-- parameters: subject, 100
select v.id, v.subject, v.state, v.change_order, v.source_type, v.source_width, v.source_height,
v.source_bytes, v.source_sha256, v.crop, v.thumbhash, v.color, v.objects, v.withdrawn,
v.created_at
from version v
where v.subject = ? and v.state in ('LIVE', 'RETIRED')
  and (v.delete_after is null or v.delete_after > now())
  and (v.state = 'LIVE' or not exists (
    select from version c
    where c.subject = v.subject and c.state = 'LIVE'
      and c.change_order = v.change_order))
order by v.change_order desc
limit ?

-- statement: admission
-- parameters: scope, subject, subject
select nextval('change_order') as change_order, i.request_sha256, i.version, i.status,
  v.source_sha256, v.crop, c.switch, c.reason, c.seconds_left
from (values (1)) as one
left join idempotency i on i.scope = ?
left join subject s on s.subject = ?
left join version v on v.id = s.current_version
left join lateral (
  select name as switch, reason, extract(epoch from until - now()) as seconds_left
  from thrown_switch
  where name = 'uploads' and subject in ('', ?) and (until is null or until > now())
  order by subject limit 1) c on true

-- statement: publish: intent
-- parameters: new-version, subject, order, 'image/jpeg', 4000, 3000, 123456, sha256, '', thumbhash, '#8a7e6b', objects, 'ClamAV 1.4.6/27805/Fri Nov 20 08:55:40 2026', 'r1 q85', true, 600.0, subject, 123456, 268435456
insert into version (id, subject, state, change_order, source_type, source_width,
  source_height, source_bytes, source_sha256, crop, thumbhash, color, objects,
  scanned_by, recipe, formats_at, delete_after)
select ?, ?, 'PENDING', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb,
  ?, ?, case when ? then now() end, now() + make_interval(secs => ?)
from subject_has_room(?, ?, ?) as room (enough) where room.enough
returning created_at

-- statement: publish: the subject's pointer
-- parameters: subject, order, new-version
insert into subject (subject, changed_order, current_version) values (?, ?, ?)
on conflict (subject) do update
set changed_order = excluded.changed_order,
  current_version = excluded.current_version, updated_at = now()
where subject.changed_order < excluded.changed_order
returning xmax = 0 as inserted

-- statement: publish: retire the one before
-- parameters: 604800.0, subject
update version
set state = 'RETIRED', retired_at = now(),
  delete_after = now() + make_interval(secs => ?)
where subject = ? and state = 'LIVE'

-- statement: publish: make it current
-- parameters: pending-version, 'upload', 'admin', '192.0.2.1', 'request', 'cameo_changes', 'subject x'
with made as (
  update version set state = 'LIVE', delete_after = null
  where id = ? and state = 'PENDING' and delete_after > now()
  returning id, subject
), line as (
  insert into audit (action, outcome, actor, subject, version, address, request_id)
  select ?, 'done', ?, subject, id, ?, ? from made
)
select pg_notify(?, ?)::text from made

-- statement: audit line of a refusal
-- parameters: 'upload', 'too-large', 'admin', subject, version, '192.0.2.1', 'request'
insert into audit (action, outcome, actor, subject, version, address, request_id)
values (?, ?, ?, ?, ?, ?, ?)

-- statement: erasure: audit lines of the subject
-- parameters: subject
update audit set subject = null, address = null where subject = ?

-- statement: reaper: give up uploads
-- parameters:
update version set state = 'EXPIRED', retired_at = now()
where id in (
  select id from version where state = 'PENDING' and delete_after < now()
  limit 1000 for update skip locked)

-- statement: reaper: what is due
-- parameters: 100
select id, objects, planned from version v
where state in ('RETIRED', 'EXPIRED', 'TOMBSTONED') and delete_after < now()
  and not exists (select from reap_failure f where f.version = v.id)
order by delete_after
limit ?
for update of v skip locked

-- statement: reaper: forget keys
-- parameters:
delete from idempotency where scope in (
  select scope from idempotency where created_at < now() - interval '1 day' limit 1000)

-- statement: reaper: forget subjects
-- parameters:
delete from subject where subject in (
  select subject from subject s
  where current_version is null and updated_at < now() - interval '1 day'
    and not exists (select from version v where v.subject = s.subject)
  order by updated_at limit 1000 for update skip locked)
  and current_version is null

-- statement: limits: take the allowances of an upload
-- parameters: 1777636800.0, holder, allowances, cost, settled
select unnest(limit_take(?, ?::text[], ?::double precision[], ?::double precision[], ?::double precision[]))
