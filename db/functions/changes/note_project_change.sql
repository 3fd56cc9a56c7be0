-- A row of a project has changed; the argument is its topic.
create or replace function app.note_project_change() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
declare r record;
begin
  if tg_op = 'DELETE' then r := old; else r := new; end if;
  perform app.note_change(tg_argv[0], r.organisation_id, coalesce(r.project_id, ''));
  return null;
end $$;

revoke execute on function app.note_project_change() from public;
