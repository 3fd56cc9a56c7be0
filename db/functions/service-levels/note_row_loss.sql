-- A resource was declared lost from an earlier instant on: its availability of the months since is assessed again.
create or replace function app.note_row_loss() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  insert into sla_overtaken_months (organisation_id, period)
    select new.organisation_id, m from app.months_between(new.lost_at, new.ended_at) m;
  return null;
end $$;

revoke execute on function app.note_row_loss() from public;
