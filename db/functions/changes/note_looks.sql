-- A round of probes has seen servers or volumes otherwise than the round before: their customers' pages show it.
create or replace function app.note_looks() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if tg_op = 'INSERT' then
    perform app.note_change('resources', l.organisation_id, '')
      from (select distinct n.organisation_id from looks n where n.organisation_id is not null and n.reading = 'down') l;
  else
    perform app.note_change('resources', l.organisation_id, '')
      from (select distinct n.organisation_id from looks n join former_looks o using (vantage_id, subject_id)
        where n.organisation_id is not null and n.reading <> o.reading) l;
  end if;
  return null;
end $$;

revoke execute on function app.note_looks() from public;
