-- Public addresses: app.reserve_public_address and app.release_public_address change them together with quota and
-- usage.

create table address_pools (
  id text primary key,
  zone_id text not null,
  range cidr not null,
  created_at timestamptz not null,
  removed_at timestamptz,
  constraint address_pools_size check (family(range) = 4 and masklen(range) between 22 and 32),
  constraint address_pools_zone_id_zones_id_fk foreign key (zone_id) references zones (id),
  -- Pools in use do not overlap.
  constraint address_pools_apart exclude using gist (range inet_ops with &&) where (removed_at is null)
);
create index address_pools_zone on address_pools (zone_id);
grant select on address_pools to andromede_portal;
grant select, insert on address_pools to andromede_operator, andromede_worker;
grant update (removed_at) on address_pools to andromede_operator, andromede_worker;

create table public_addresses (
  id text primary key,
  organisation_id text not null,
  project_id text not null,
  zone_id text not null,
  pool_id text not null,
  address text not null,
  bundle_id text not null,
  order_line_id text not null,
  instance_id text,
  reserved_at timestamptz not null,
  released_at timestamptz,
  revision integer not null default 0,
  applied_revision integer not null default 0,
  failure_code text,
  failure_text text,
  -- Restored rules and routes may be older than those in force: they are compared first, and written only after a person
  -- has decided or the customer has changed them.
  unverified boolean not null default false,
  constraint public_addresses_of_organisation unique (organisation_id, id),
  constraint public_addresses_organisation_id_organisations_id_fk
    foreign key (organisation_id) references organisations (id),
  constraint public_addresses_zone_id_zones_id_fk foreign key (zone_id) references zones (id),
  constraint public_addresses_pool_id_address_pools_id_fk foreign key (pool_id) references address_pools (id),
  constraint public_addresses_bundle_id_bundles_id_fk foreign key (bundle_id) references bundles (id),
  constraint public_addresses_organisation_id_project_id_projects_organisati
    foreign key (organisation_id, project_id) references projects (organisation_id, id),
  constraint public_addresses_organisation_id_order_line_id_order_lines_orga
    foreign key (organisation_id, order_line_id) references order_lines (organisation_id, id),
  constraint public_addresses_organisation_id_instance_id_instances_organisa
    foreign key (organisation_id, instance_id) references instances (organisation_id, id)
);
create unique index public_addresses_live on public_addresses (address) where released_at is null;
create index public_addresses_by_organisation on public_addresses (organisation_id, reserved_at);
create index public_addresses_by_instance on public_addresses (instance_id);
create index public_addresses_by_zone on public_addresses (zone_id, address);
alter table public_addresses enable row level security, force row level security;
create policy public_addresses_portal on public_addresses to andromede_portal
  using (organisation_id = app.current_organisation());
create policy public_addresses_staff on public_addresses to andromede_operator, andromede_worker, andromede_migrator
  using (true);
create policy public_addresses_visible on public_addresses as restrictive for select to andromede_portal
  using ((select app.visible_projects()) is null
      or project_id = any ((select app.visible_projects())::text[]));
create policy public_addresses_changed on public_addresses as restrictive for update to andromede_portal
  using (
    (select app.operated_projects()) is null or project_id = any ((select app.operated_projects())::text[]));
grant select on public_addresses to andromede_portal, andromede_operator, andromede_worker;
grant update (instance_id, revision, failure_code, failure_text, unverified) on public_addresses to andromede_portal;
grant update (instance_id, revision, applied_revision, failure_code, failure_text, unverified)
  on public_addresses to andromede_worker;
