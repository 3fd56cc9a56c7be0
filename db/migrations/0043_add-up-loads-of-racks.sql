-- How many claims of each size stand in each rack, all organisations together: what a zone that keeps room to lose a
-- rack must know of every order. A function, because customers see their own claims alone; it tells nothing of whose
-- the others are.
create function app.loads_by_rack(p_zone_id text) returns table (rack_id text, rack text, vcpu int, memory_mib int, disk_gib int, claims int)
language sql stable security definer set search_path = public, pg_temp as
$$ select h.rack_id, r.name, a.vcpu, a.memory_mib, a.disk_gib, sum(a.claims)::int
   from (select host_id, vcpu, memory_mib, disk_gib, count(*) as claims from allocations
         where zone_id = p_zone_id and state in ('pending', 'posted') and host_id is not null group by 1, 2, 3, 4) a
     join hosts h on h.id = a.host_id join racks r on r.id = h.rack_id
   group by 1, 2, 3, 4, 5 $$;
revoke execute on function app.loads_by_rack(text) from public;
grant execute on function app.loads_by_rack(text) to andromede_portal, andromede_worker;
