-- A changed maintenance window: the months that it touched before and touches now are assessed again.
create or replace function app.note_maintenance_change() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  insert into sla_overtaken_months (organisation_id, period)
    select distinct r.organisation_id, m from maintenance_resources r
      cross join app.months_between(least(old.starts_at, new.starts_at), greatest(old.ends_at, new.ends_at)) m
      where r.maintenance_id = new.id;
  return null;
end $$;

revoke execute on function app.note_maintenance_change() from public;
