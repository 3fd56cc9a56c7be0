-- Count the claims of a zone in each rack, by size. A function, because the portal sees its own organisation's claims
-- alone and placement has to know of all; the result does not say whose they are.
create or replace function app.loads_by_rack(p_zone_id text) returns table (rack_id text, rack text, vcpu int, memory_mib int, disk_gib int, claims int)
language sql stable security definer set search_path = public, pg_temp as
$$ select h.rack_id, r.name, a.vcpu, a.memory_mib, a.disk_gib, sum(a.claims)::int
   from hosts h join racks r on r.id = h.rack_id
     cross join lateral (select c.vcpu, c.memory_mib, c.disk_gib, count(*) as claims from allocations c
       where c.host_id = h.id and c.state in ('pending', 'posted') group by 1, 2, 3) a
   where h.zone_id = p_zone_id
   group by 1, 2, 3, 4, 5 $$;

revoke execute on function app.loads_by_rack(text) from public;
grant execute on function app.loads_by_rack(text) to andromede_portal, andromede_worker;
