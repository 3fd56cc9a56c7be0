-- Whether the host is declared lost and its hypervisor has given up its record: it keeps no other host from changes. A site
-- sees no losses of hosts.
create or replace function app.is_host_forgotten(p_host_id text) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
  select exists (select from host_losses where host_id = p_host_id and ended_at is null and forgotten_at is not null)
$$;

revoke execute on function app.is_host_forgotten(text) from public;
grant execute on function app.is_host_forgotten(text) to andromede_portal, andromede_worker;
