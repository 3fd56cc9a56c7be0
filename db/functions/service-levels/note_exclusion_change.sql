-- A changed exclusion: the months that it touches are assessed again.
create or replace function app.note_exclusion_change() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  insert into sla_overtaken_months (organisation_id, period)
    select distinct r.organisation_id, m from excluded_resources r
      cross join app.months_between(new.from_at, new.to_at) m where r.exclusion_id = new.id;
  return null;
end $$;

revoke execute on function app.note_exclusion_change() from public;
