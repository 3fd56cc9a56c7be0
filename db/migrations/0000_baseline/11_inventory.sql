-- Sites, rooms, racks, hosts, pools, and who holds their capacity. Capacity changes only through app.claim_capacity
-- and the other functions of db/functions/placement; check constraints back every decrement.

-- Claims of capacity. Triggers on hosts, storage_pools and projects stand in for foreign keys, whose checks were half
-- the cost of a claim: the functions that write claims have locked those rows anyway (docs/decisions/0022). Two checks
-- instead of six: each is planned again by every statement that writes.
create table allocations (
  id text primary key,
  organisation_id text not null,
  project_id text not null,
  resource_kind text not null,
  resource_id text not null,
  zone_id text not null,
  host_id text,
  pool_id text,
  vcpu integer not null,
  memory_mib integer not null,
  disk_gib integer not null,
  pool_gib integer not null,
  address text,
  state text not null,
  expires_at timestamptz,
  created_at timestamptz not null,
  posted_at timestamptz,
  ended_at timestamptz,
  placement_salt text,
  placement_candidates integer,
  constraint allocations_places check (
    least(vcpu, memory_mib, disk_gib, pool_gib) >= 0 and (host_id is not null) = (vcpu > 0)
    and (pool_id is not null) = (pool_gib > 0))
);
create unique index allocations_live_resource on allocations (resource_id) where state in ('pending', 'posted');
create unique index allocations_live_address on allocations (zone_id, address) where state in ('pending', 'posted');
create index allocations_by_pool on allocations (pool_id) where state in ('pending', 'posted') and pool_id is not null;
create index allocations_by_host on allocations (host_id, vcpu, memory_mib, disk_gib)
  where state in ('pending', 'posted') and host_id is not null;
-- Servers that have left, from which lifetimes are learnt.
create index allocations_ended_servers on allocations (zone_id, ended_at)
  where resource_kind = 'instance' and state = 'released';
alter table allocations enable row level security, force row level security;
create policy allocations_portal on allocations to andromede_portal
  using (organisation_id = app.current_organisation());
create policy allocations_staff on allocations to andromede_operator, andromede_worker, andromede_migrator
  using (true);
create policy allocations_visible on allocations as restrictive for select to andromede_portal
  using ((select app.visible_projects()) is null
      or project_id = any ((select app.visible_projects())::text[]));
grant select on allocations to andromede_portal, andromede_operator, andromede_worker;

create table quotas (
  organisation_id text,
  project_id text,
  resource text,
  "limit" integer not null,
  used integer not null default 0,
  constraint quotas_organisation_id_project_id_resource_pk primary key (organisation_id, project_id, resource),
  constraint quotas_used check (used >= 0),
  constraint quotas_organisation_id_organisations_id_fk
    foreign key (organisation_id) references organisations (id),
  constraint quotas_organisation_id_project_id_projects_organisation_id_id_f
    foreign key (organisation_id, project_id) references projects (organisation_id, id)
);
alter table quotas enable row level security, force row level security;
create policy quotas_portal on quotas to andromede_portal using (organisation_id = app.current_organisation());
create policy quotas_staff on quotas to andromede_operator, andromede_worker, andromede_migrator using (true);
create policy quotas_visible on quotas as restrictive for select to andromede_portal
  using ((select app.visible_projects()) is null
      or project_id = any ((select app.visible_projects())::text[]));
grant select on quotas to andromede_portal;
grant select, insert, update on quotas to andromede_operator, andromede_worker;

create table sites (
  id text primary key,
  zone_id text not null,
  name text not null,
  city text not null,
  address text not null,
  constraint sites_name_unique unique (name),
  constraint sites_zone_id_zones_id_fk foreign key (zone_id) references zones (id)
);
grant select on sites to andromede_portal;
grant select, insert, update on sites to andromede_operator;
grant select, insert on sites to andromede_worker;

create table rooms (
  id text primary key,
  site_id text not null,
  name text not null,
  constraint rooms_name unique (site_id, name),
  constraint rooms_site_id_sites_id_fk foreign key (site_id) references sites (id)
);
grant select on rooms to andromede_portal;
grant select, insert, update on rooms to andromede_operator;
grant select, insert on rooms to andromede_worker;

create table racks (
  id text primary key,
  room_id text not null,
  name text not null,
  row text not null default '',
  units integer not null default 42,
  constraint racks_name unique (room_id, name),
  constraint racks_units check (units between 1 and 60),
  constraint racks_room_id_rooms_id_fk foreign key (room_id) references rooms (id)
);
grant select on racks to andromede_portal;
grant select, insert, update on racks to andromede_operator;
grant select, insert on racks to andromede_worker;

-- Half of each page stays free, so that a claim writes the new version of a host next to the old one and changes none
-- of the four indexes. A host's name is the hypervisor's: the operator corrects its place only.
create table hosts (
  id text primary key,
  rack_id text not null,
  zone_id text not null,
  name text not null,
  state text not null,
  state_reason text,
  state_changed_at timestamptz not null,
  generation text not null,
  labels jsonb not null default '{}',
  vcpu_physical integer not null,
  vcpu_overcommit_percent integer not null,
  vcpu_reserved integer not null,
  vcpu_free integer not null,
  memory_mib_physical integer not null,
  memory_mib_reserved integer not null,
  memory_mib_free integer not null,
  disk_gib_physical integer not null,
  disk_gib_reserved integer not null,
  disk_gib_free integer not null,
  rack_unit integer,
  height_units integer not null default 1,
  -- A host that does not answer sells nothing from the moment a worker knows.
  unreachable_since timestamptz,
  constraint hosts_name_unique unique (name),
  constraint hosts_room_and_units check (
    least(vcpu_free, memory_mib_free, disk_gib_free) >= 0 and rack_unit >= 1 and height_units between 1 and 20),
  constraint hosts_rack_id_racks_id_fk foreign key (rack_id) references racks (id),
  constraint hosts_zone_id_zones_id_fk foreign key (zone_id) references zones (id)
) with (fillfactor=50);
create index hosts_by_zone on hosts (zone_id, state);
create index hosts_by_rack on hosts (rack_id, rack_unit);
grant select on hosts to andromede_portal;
grant select, insert on hosts to andromede_operator, andromede_worker;
grant update (rack_id, state, state_reason, state_changed_at, generation, labels, rack_unit, height_units)
  on hosts to andromede_operator;
grant update (state, state_reason, state_changed_at, unreachable_since) on hosts to andromede_worker;
create trigger hosts_claimed after delete or update of id, zone_id on hosts
  for each row execute function app.guard_claimed();

create table storage_pools (
  id text primary key,
  zone_id text not null,
  name text not null,
  volume_class text not null,
  gib_physical integer not null,
  gib_reserved integer not null,
  gib_free integer not null,
  constraint storage_pools_name_unique unique (name),
  constraint storage_pools_free check (gib_free >= 0),
  constraint storage_pools_zone_id_zones_id_fk foreign key (zone_id) references zones (id)
);
create index storage_pools_by_zone on storage_pools (zone_id, volume_class);
grant select on storage_pools to andromede_portal;
grant select, insert on storage_pools to andromede_operator, andromede_worker;
grant update (name) on storage_pools to andromede_operator;
create trigger storage_pools_claimed after delete or update of id, zone_id on storage_pools
  for each row execute function app.guard_claimed();

-- When hosts did not answer: their customers are notified of each silence once it has lasted, and of its end.
create table host_silences (
  id text primary key,
  host_id text not null,
  from_at timestamptz not null,
  to_at timestamptz,
  constraint host_silences_host_id_hosts_id_fk foreign key (host_id) references hosts (id)
);
create unique index host_silences_open on host_silences (host_id) where to_at is null;
create index host_silences_recent on host_silences (to_at);
grant select on host_silences to andromede_operator;
grant select, insert, update on host_silences to andromede_worker;
