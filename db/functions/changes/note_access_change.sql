-- What a person may see has changed, or their session has ended. The argument is the column with the person or the
-- organisation.
create or replace function app.note_access_change() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  r record;
  v_audience text;
begin
  if tg_op = 'DELETE' then r := old; else r := new; end if;
  if tg_argv[0] = 'member_id' then
    select m.account_id into v_audience from organisation_members m where m.id = r.member_id;
  else
    v_audience := to_jsonb(r) ->> tg_argv[0];
  end if;
  if v_audience is not null then perform app.note_change('access', v_audience, ''); end if;
  return null;
end $$;

revoke execute on function app.note_access_change() from public;
