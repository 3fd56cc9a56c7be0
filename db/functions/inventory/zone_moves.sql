-- Whether servers of a zone can change hosts: always in a simulated zone, otherwise between the members of a cluster.
-- A function, because the portal may not read the hypervisors of a zone.
create or replace function app.zone_moves(p_zone_id text) returns boolean language sql stable security definer set search_path = public, pg_temp as
$$ select exists (select from zones z where z.id = p_zone_id and (z.driver = 'simulator' or exists (
    select from hypervisors h where h.zone_id = z.id and h.state = 'confirmed' and jsonb_array_length(h.facts -> 'members') > 1))) $$;

revoke execute on function app.zone_moves(text) from public;
grant execute on function app.zone_moves(text) to andromede_portal, andromede_operator, andromede_worker;
