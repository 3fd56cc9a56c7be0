-- Whether the hypervisor of the zone has a network that the next project takes over. A site does not see whose spares
-- there are.
create or replace function app.has_spare_network(p_zone_id text) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
  select exists (select from spare_networks where zone_id = p_zone_id and made_at is not null and withdrawn_at is null)
$$;

revoke execute on function app.has_spare_network(text) from public;
grant execute on function app.has_spare_network(text) to andromede_portal, andromede_worker;
