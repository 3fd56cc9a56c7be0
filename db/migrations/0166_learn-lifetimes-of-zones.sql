-- How long servers of a zone stay, by size and by how many were ordered together: sums over all organisations, never
-- about one server. A zone that packs is planned with them. A row per zone, of bounded size.
create table placement_lifetimes (
  zone_id text primary key constraint placement_lifetimes_zone_id_zones_id_fk references zones (id),
  learnt_until timestamp with time zone not null,
  servers bigint not null,
  kinds jsonb not null,
  constraint placement_lifetimes_kinds check (jsonb_typeof(kinds) = 'array' and jsonb_array_length(kinds) <= 100 and servers >= 0)
);
--> statement-breakpoint
alter table placement_lifetimes enable row level security;
--> statement-breakpoint
alter table placement_lifetimes force row level security;
--> statement-breakpoint
create policy placement_lifetimes_staff on placement_lifetimes to andromede_operator, andromede_worker, andromede_migrator using (true) with check (true);
--> statement-breakpoint
grant select on placement_lifetimes to andromede_operator;
--> statement-breakpoint
grant select, insert, update on placement_lifetimes to andromede_worker;
--> statement-breakpoint
-- Servers that have left, of which lifetimes are learnt.
create index allocations_ended_servers on allocations (zone_id, ended_at) where resource_kind = 'instance' and state = 'released';
--> statement-breakpoint
-- What a claim is planned with in a zone that packs. Functions, because orders are claimed by the portal, which sees the
-- allocations of its own organisation alone: sizes and ages come out, never whose a server is or its id.
create function app.lifetimes_of_zone(p_zone_id text) returns jsonb
language sql stable security definer set search_path = public, pg_temp as
$$ select l.kinds from placement_lifetimes l where l.zone_id = p_zone_id $$;
--> statement-breakpoint
create function app.servers_by_host(p_zone_id text)
returns table (host_id text, vcpu int, memory_mib int, order_count int, created_at timestamp with time zone)
language sql stable security definer set search_path = public, pg_temp as
$$ select a.host_id, a.vcpu, a.memory_mib, coalesce(l.quantity, 1), a.created_at
   from hosts h
     join allocations a on a.host_id = h.id and a.state in ('pending', 'posted')
     left join instances i on i.id = a.resource_id and i.organisation_id = a.organisation_id
     left join order_lines l on l.id = i.order_line_id and l.organisation_id = i.organisation_id
   where h.zone_id = p_zone_id
   order by a.host_id, a.created_at, a.vcpu, a.memory_mib $$;
--> statement-breakpoint
revoke execute on function app.lifetimes_of_zone(text), app.servers_by_host(text) from public;
--> statement-breakpoint
grant execute on function app.lifetimes_of_zone(text), app.servers_by_host(text) to andromede_portal, andromede_operator, andromede_worker;
