-- A step belongs to a saga of its organisation. Checked once per statement: an order of two hundred lines writes
-- sixteen hundred steps, and a foreign key on each cost most of the time.
create or replace function app.guard_saga_steps() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if exists (select from (select distinct saga_id, organisation_id from added) a
      where not exists (select from sagas s where s.id = a.saga_id and s.organisation_id = a.organisation_id)) then
    raise exception 'a step belongs to a saga of its organisation' using errcode = 'foreign_key_violation';
  end if;
  return null;
end $$;
