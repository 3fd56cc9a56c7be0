-- A customer notified later has had less notice: the months of the window are assessed again.
create or replace function app.note_maintenance_told() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  insert into sla_overtaken_months (organisation_id, period)
    select distinct t.organisation_id, m from told t join maintenance_windows w on w.id = t.maintenance_id
      cross join app.months_between(w.starts_at, w.ends_at) m;
  return null;
end $$;

revoke execute on function app.note_maintenance_told() from public;
