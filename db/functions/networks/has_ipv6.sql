-- Whether new networks of the zone with a way out get public IPv6.
create or replace function app.has_ipv6(p_zone_id text) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
  select app.can_route_range6(p_zone_id) and exists (select from address_pools p
    where p.zone_id = p_zone_id and p.removed_at is null and family(p.range) = 6)
$$;

revoke execute on function app.has_ipv6(text) from public;
grant execute on function app.has_ipv6(text) to andromede_portal, andromede_operator, andromede_worker;
