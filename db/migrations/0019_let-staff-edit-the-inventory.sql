-- Where a host stands and what a pool is called may be corrected; a host's name is the hypervisor's and stays.
grant update (rack_id, rack_unit, height_units) on hosts to andromede_operator;
--> statement-breakpoint
grant update (name) on storage_pools to andromede_operator;
--> statement-breakpoint
-- A zone's page counts what is claimed in each of its racks by size: read from the index alone.
create index allocations_of_zone on allocations (zone_id, host_id) include (vcpu, memory_mib, disk_gib) where state in ('pending', 'posted') and host_id is not null;
