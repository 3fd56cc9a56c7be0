-- A row about a server has changed: it belongs to the server's project.
create or replace function app.note_instance_change() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
declare r record;
begin
  if tg_op = 'DELETE' then r := old; else r := new; end if;
  perform app.note_change(tg_argv[0], r.organisation_id,
    coalesce((select i.project_id from instances i where i.id = r.instance_id), ''));
  return null;
end $$;

revoke execute on function app.note_instance_change() from public;
