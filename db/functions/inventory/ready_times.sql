-- The median time of the last 25 deliveries in each zone.
create or replace function app.ready_times() returns table (zone_id text, resource_kind text, median_milliseconds int, deliveries int)
language sql stable security definer set search_path = public, pg_temp as
$$ select zone_id, resource_kind, median_milliseconds, deliveries from app.delivery_times(25) $$;

revoke execute on function app.ready_times() from public;
grant execute on function app.ready_times() to andromede_portal, andromede_operator, andromede_worker;
