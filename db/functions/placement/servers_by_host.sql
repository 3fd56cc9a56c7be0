-- The servers on the hosts of a zone, for planning a claim. A function, because the portal sees the allocations of its
-- own organisation alone. It returns sizes and ages, never whose a server is or its id.
create or replace function app.servers_by_host(p_zone_id text)
returns table (host_id text, vcpu int, memory_mib int, order_count int, created_at timestamp with time zone)
language sql stable security definer set search_path = public, pg_temp as
$$ select a.host_id, a.vcpu, a.memory_mib, coalesce(l.quantity, 1), a.created_at
   from hosts h
     join allocations a on a.host_id = h.id and a.state in ('pending', 'posted')
     left join instances i on i.id = a.resource_id and i.organisation_id = a.organisation_id
     left join order_lines l on l.id = i.order_line_id and l.organisation_id = i.organisation_id
   where h.zone_id = p_zone_id
   order by a.host_id, a.created_at, a.vcpu, a.memory_mib $$;

revoke execute on function app.servers_by_host(text) from public;
grant execute on function app.servers_by_host(text) to andromede_portal, andromede_operator, andromede_worker;
