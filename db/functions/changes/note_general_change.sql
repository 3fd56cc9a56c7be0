-- A row without an organisation has changed; the arguments are its topic and its audience, `everyone` or `staff`.
create or replace function app.note_general_change() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform app.note_change(tg_argv[0], tg_argv[1], '');
  return null;
end $$;

revoke execute on function app.note_general_change() from public;
