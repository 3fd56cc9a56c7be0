-- The lifetimes that a zone has learnt, for planning a claim. A function, because the portal has no grant on the
-- table.
create or replace function app.lifetimes_of_zone(p_zone_id text) returns jsonb
language sql stable security definer set search_path = public, pg_temp as
$$ select l.kinds from placement_lifetimes l where l.zone_id = p_zone_id $$;

revoke execute on function app.lifetimes_of_zone(text) from public;
grant execute on function app.lifetimes_of_zone(text) to andromede_portal, andromede_operator, andromede_worker;
