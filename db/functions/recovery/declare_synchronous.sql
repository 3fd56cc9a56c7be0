-- An administrator declares that this PostgreSQL cluster never promotes a standby without an acknowledged write, or takes
-- that back. The declaration is about this system: a logical restore into another does not inherit it. False when no
-- synchronous standby is configured.
create or replace function app.declare_synchronous(p_is_synchronous boolean) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if not p_is_synchronous then
    delete from installation_facts where name = 'synchronous_system';
    return true;
  end if;
  if current_setting('synchronous_standby_names') = '' then return false; end if;
  insert into installation_facts (name, value) values ('synchronous_system', split_part(app.database_identity(), '/', 1))
    on conflict (name) do update set value = excluded.value;
  return true;
end $$;

revoke execute on function app.declare_synchronous(boolean) from public;
grant execute on function app.declare_synchronous(boolean) to andromede_operator;
