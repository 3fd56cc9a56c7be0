-- Resources added to an exclusion: their availability of these months is assessed again.
create or replace function app.note_excluded_resources() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  insert into sla_overtaken_months (organisation_id, period)
    select distinct a.organisation_id, m from added a join exclusion_decisions d on d.id = a.exclusion_id
      cross join app.months_between(d.from_at, d.to_at) m;
  return null;
end $$;

revoke execute on function app.note_excluded_resources() from public;
