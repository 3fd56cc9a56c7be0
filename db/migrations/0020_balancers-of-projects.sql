create table balancers (
  id text primary key,
  organisation_id text not null,
  project_id text not null,
  zone_id text not null,
  network_id text not null,
  bundle_id text not null,
  order_line_id text not null,
  ordered_address_id text,
  name text not null,
  state text not null,
  settings jsonb not null,
  applied_digest text,
  is_serving boolean,
  observed_at timestamptz,
  pool_down_since timestamptz,
  pool_alerted_at timestamptz,
  next_look_at timestamptz,
  retry_at timestamptz,
  failure_code text,
  failure_text text,
  created_at timestamptz not null,
  constraint balancers_of_organisation unique (organisation_id, id),
  constraint balancers_organisation_id_organisations_id_fk foreign key (organisation_id) references organisations (id),
  constraint balancers_zone_id_zones_id_fk foreign key (zone_id) references zones (id),
  constraint balancers_bundle_id_bundles_id_fk foreign key (bundle_id) references bundles (id),
  constraint balancers_organisation_id_project_id_projects_organisation_id_id_fk
    foreign key (organisation_id, project_id) references projects (organisation_id, id),
  constraint balancers_organisation_id_network_id_private_networks_organisat
    foreign key (organisation_id, network_id) references private_networks (organisation_id, id),
  constraint balancers_organisation_id_order_line_id_order_lines_organisatio
    foreign key (organisation_id, order_line_id) references order_lines (organisation_id, id)
);
create unique index balancers_name on balancers (project_id, name) where state not in ('deleted', 'failed');
create index balancers_by_network on balancers (network_id);
create index balancers_by_organisation on balancers (organisation_id, created_at);
alter table balancers enable row level security, force row level security;
create policy balancers_portal on balancers to andromede_portal using (organisation_id = app.current_organisation());
create policy balancers_staff on balancers to andromede_operator, andromede_worker, andromede_migrator using (true);
create policy balancers_visible on balancers as restrictive for select to andromede_portal
  using ((select app.visible_projects()) is null or project_id = any ((select app.visible_projects())::text[]));
create policy balancers_changed on balancers as restrictive for update to andromede_portal
  using ((select app.operated_projects()) is null or project_id = any ((select app.operated_projects())::text[]));
grant select, insert on balancers to andromede_portal, andromede_worker;
grant select on balancers to andromede_operator;
grant update (name, state, settings, retry_at, failure_code, failure_text) on balancers to andromede_portal;
grant update (state, applied_digest, is_serving, observed_at, pool_down_since, pool_alerted_at, next_look_at, retry_at, failure_code,
  failure_text) on balancers to andromede_worker;

create table balancer_addresses (
  network_id text not null,
  address text not null,
  organisation_id text not null,
  balancer_id text not null,
  position integer not null,
  constraint balancer_addresses_network_id_address_pk primary key (network_id, address),
  constraint balancer_addresses_position unique (balancer_id, position),
  constraint balancer_addresses_organisation_id_network_id_private_networks_
    foreign key (organisation_id, network_id) references private_networks (organisation_id, id),
  constraint balancer_addresses_organisation_id_balancer_id_balancers_organi
    foreign key (organisation_id, balancer_id) references balancers (organisation_id, id)
);
alter table balancer_addresses enable row level security, force row level security;
create policy balancer_addresses_portal on balancer_addresses to andromede_portal
  using (organisation_id = app.current_organisation());
create policy balancer_addresses_staff on balancer_addresses
  to andromede_operator, andromede_worker, andromede_migrator using (true);
grant select on balancer_addresses to andromede_portal, andromede_operator;
grant select, insert, delete on balancer_addresses to andromede_worker;

create table balancer_backends (
  balancer_id text not null,
  instance_id text not null,
  organisation_id text not null,
  health text not null,
  is_draining boolean not null,
  connections integer not null,
  observed_at timestamptz not null,
  constraint balancer_backends_balancer_id_instance_id_pk primary key (balancer_id, instance_id),
  constraint balancer_backends_organisation_id_balancer_id_balancers_organis
    foreign key (organisation_id, balancer_id) references balancers (organisation_id, id),
  constraint balancer_backends_organisation_id_instance_id_instances_organis
    foreign key (organisation_id, instance_id) references instances (organisation_id, id)
);
create index balancer_backends_by_instance on balancer_backends (instance_id);
alter table balancer_backends enable row level security, force row level security;
create policy balancer_backends_portal on balancer_backends to andromede_portal
  using (organisation_id = app.current_organisation());
create policy balancer_backends_staff on balancer_backends
  to andromede_operator, andromede_worker, andromede_migrator using (true);
grant select on balancer_backends to andromede_portal, andromede_operator;
grant select, insert, update, delete on balancer_backends to andromede_worker;

create table drained_servers (
  instance_id text primary key,
  organisation_id text not null,
  saga_id text not null,
  since timestamptz not null,
  constraint drained_servers_organisation_id_instance_id_instances_organisat
    foreign key (organisation_id, instance_id) references instances (organisation_id, id),
  constraint drained_servers_saga_id_sagas_id_fk foreign key (saga_id) references sagas (id)
);
alter table drained_servers enable row level security, force row level security;
create policy drained_servers_portal on drained_servers to andromede_portal
  using (organisation_id = app.current_organisation());
create policy drained_servers_staff on drained_servers
  to andromede_operator, andromede_worker, andromede_migrator using (true);
grant select on drained_servers to andromede_portal, andromede_operator;
grant select, insert, delete on drained_servers to andromede_worker;

alter table zone_reach add column has_balancers boolean, add column balancers_checked_at timestamptz;

insert into quotas (organisation_id, project_id, resource, "limit")
  select q.organisation_id, q.project_id, 'load_balancers', 10 from quotas q
  where q.resource = 'public_addresses' on conflict do nothing;

alter table public_addresses
  add column balancer_id text,
  add constraint public_addresses_organisation_id_balancer_id_balancers_organisa
    foreign key (organisation_id, balancer_id) references balancers (organisation_id, id),
  add constraint public_addresses_one_target check (instance_id is null or balancer_id is null);
create index public_addresses_by_balancer on public_addresses (balancer_id);
grant update (balancer_id) on public_addresses to andromede_portal, andromede_worker;

alter table bundles drop constraint bundles_parts;
alter table bundles add constraint bundles_parts check (
  (kind = 'compute' and vcpu > 0 and memory_mib > 0 and root_disk_gib > 0 and volume_gib = 0)
  or (kind = 'storage' and vcpu = 0 and memory_mib = 0 and root_disk_gib = 0 and volume_gib > 0 and volume_class is not null)
  or (kind = 'combined' and vcpu > 0 and memory_mib > 0 and root_disk_gib > 0 and volume_gib > 0 and volume_class is not null)
  or (kind in ('address', 'balancer') and vcpu = 0 and memory_mib = 0 and root_disk_gib = 0 and volume_gib = 0)
);
