-- Whether a /64 can be routed to the networks of the zone: bridges of several hosts have the same one on each host, and a
-- router knows only one way to it.
create or replace function app.can_route_range6(p_zone_id text) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
  select exists (select from zones z where z.id = p_zone_id
    and (z.network_technology = 'ovn' or (select count(*) from hosts h where h.zone_id = z.id and h.state <> 'retired') < 2))
$$;

revoke execute on function app.can_route_range6(text) from public;
grant execute on function app.can_route_range6(text) to andromede_portal, andromede_operator, andromede_worker;
