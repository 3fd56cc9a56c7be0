-- Half and nineteen twentieths of the last deliveries in each zone took this long at most, over all organisations: it reveals
-- nothing about any of them. Deliveries of the demonstration's past are left out: the simulator played them without taking time.
create or replace function app.delivery_times(most int) returns table (zone_id text, resource_kind text,
  median_milliseconds int, p95_milliseconds int, deliveries int)
language sql stable security definer set search_path = public, pg_temp as
$$ select d.zone_id, d.resource_kind,
     (percentile_cont(0.5) within group (order by d.seconds) * 1000)::int,
     (percentile_disc(0.95) within group (order by d.seconds) * 1000)::int, count(*)::int
   from zones z cross join (values ('instance', 'create_instance'), ('volume', 'create_volume')) k(resource_kind, kind)
   cross join lateral (
     -- 2,000,000 seconds (23 days) of milliseconds still fit into an int.
     select z.id as zone_id, k.resource_kind, least(2000000, extract(epoch from s.finished_at - s.created_at)) as seconds
     from sagas s
     left join instances i on k.resource_kind = 'instance' and i.id = s.resource_id
     left join volumes v on k.resource_kind = 'volume' and v.id = s.resource_id
     where s.kind = k.kind and s.state = 'succeeded' and coalesce(i.zone_id, v.zone_id) = z.id
       and s.created_at > coalesce((select f.value::timestamptz from installation_facts f where f.name = 'demonstration_seeded_at'), '-infinity')
     order by s.finished_at desc limit most) d
   group by d.zone_id, d.resource_kind $$;

revoke execute on function app.delivery_times(int) from public;
grant execute on function app.delivery_times(int) to andromede_portal;
