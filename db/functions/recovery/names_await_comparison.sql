-- Whether the rows of names may contradict the DNS server, because the database was restored and no comparison has
-- succeeded since: nothing is written there, and no address is given to a customer.
create or replace function app.names_await_comparison() returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
  select app.is_outside_held()
    or exists (select from name_services s, installation_facts f where f.name = 'data_lost_at'
      and coalesce(s.compared_at, '-infinity') <= f.value::timestamptz)
$$;

revoke execute on function app.names_await_comparison() from public;
grant execute on function app.names_await_comparison() to andromede_portal, andromede_operator, andromede_worker;
