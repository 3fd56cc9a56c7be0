-- A usage interval is closed once; nothing else about it changes.
create or replace function app.guard_usage() returns trigger language plpgsql as $$
begin
  if old.ended_at is not null or new.started_at <> old.started_at or new.resource_id <> old.resource_id or new.organisation_id <> old.organisation_id then
    raise exception 'a usage interval is only ever closed, once' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
