-- Private networks. The worker creates them and assigns their addresses; the portal shows them and changes what may
-- come in.

create table private_networks (
  id text primary key,
  organisation_id text not null,
  project_id text not null,
  zone_id text not null,
  range text not null,
  created_at timestamptz not null,
  revision integer not null default 0,
  applied_revision integer not null default '-1',
  -- Rules are in force only once the worker that holds this lease has written them. Until then the row says since when
  -- and on which hosts they are not.
  writing_by text,
  writing_until timestamptz,
  not_in_force_since timestamptz,
  not_in_force_on text[] not null default '{}',
  -- Restored rules and routes may be older than those in force: they are compared first, and written only after a person
  -- has decided or the customer has changed them.
  unverified boolean not null default false,
  constraint private_networks_by_organisation unique (organisation_id, id),
  constraint private_networks_project unique (project_id, zone_id),
  constraint private_networks_range unique (zone_id, range),
  constraint private_networks_organisation_id_organisations_id_fk
    foreign key (organisation_id) references organisations (id),
  constraint private_networks_zone_id_zones_id_fk foreign key (zone_id) references zones (id),
  constraint private_networks_organisation_id_project_id_projects_organisati
    foreign key (organisation_id, project_id) references projects (organisation_id, id)
);
alter table private_networks enable row level security, force row level security;
create policy private_networks_portal on private_networks to andromede_portal
  using (organisation_id = app.current_organisation());
create policy private_networks_staff on private_networks to andromede_operator, andromede_worker, andromede_migrator
  using (true);
create policy private_networks_visible on private_networks as restrictive for select to andromede_portal
  using ((select app.visible_projects()) is null
      or project_id = any ((select app.visible_projects())::text[]));
create policy private_networks_made on private_networks as restrictive for insert to andromede_portal
  with check (
    (select app.operated_projects()) is null or project_id = any ((select app.operated_projects())::text[]));
create policy private_networks_changed on private_networks as restrictive for update to andromede_portal
  using (
    (select app.operated_projects()) is null or project_id = any ((select app.operated_projects())::text[]));
grant select on private_networks to andromede_portal, andromede_operator;
grant select, insert on private_networks to andromede_worker;
grant update (revision, unverified) on private_networks to andromede_portal;
grant update (revision, applied_revision, writing_by, writing_until, not_in_force_since, not_in_force_on, unverified)
  on private_networks to andromede_worker;

create table firewall_rules (
  id text primary key,
  organisation_id text not null,
  network_id text not null,
  protocol text not null,
  ports text,
  source text not null,
  description text not null,
  created_at timestamptz not null,
  constraint firewall_rules_organisation_id_network_id_private_networks_orga
    foreign key (organisation_id, network_id) references private_networks (organisation_id, id)
);
create index firewall_rules_network on firewall_rules (network_id);
alter table firewall_rules enable row level security, force row level security;
create policy firewall_rules_portal on firewall_rules to andromede_portal
  using (organisation_id = app.current_organisation());
create policy firewall_rules_staff on firewall_rules to andromede_operator, andromede_worker, andromede_migrator
  using (true);
grant select, insert, delete on firewall_rules to andromede_portal;
grant select on firewall_rules to andromede_operator, andromede_worker;

create table private_addresses (
  network_id text,
  address text,
  organisation_id text not null,
  instance_id text not null,
  created_at timestamptz not null,
  constraint private_addresses_network_id_address_pk primary key (network_id, address),
  constraint private_addresses_instance unique (instance_id),
  constraint private_addresses_organisation_id_network_id_private_networks_o
    foreign key (organisation_id, network_id) references private_networks (organisation_id, id),
  constraint private_addresses_organisation_id_instance_id_instances_organis
    foreign key (organisation_id, instance_id) references instances (organisation_id, id)
);
alter table private_addresses enable row level security, force row level security;
create policy private_addresses_portal on private_addresses to andromede_portal
  using (organisation_id = app.current_organisation());
create policy private_addresses_staff on private_addresses to andromede_operator, andromede_worker, andromede_migrator
  using (true);
grant select on private_addresses to andromede_portal, andromede_operator;
grant select, insert, delete on private_addresses to andromede_worker;

-- Networks kept ready. They belong to no organisation: only what creates networks sees them.
create table spare_networks (
  id text primary key,
  zone_id text not null,
  range text not null,
  created_at timestamptz not null,
  made_at timestamptz,
  -- Not handed out any more: one that was ready at the time of a backup may be a customer's by now, and one whose range
  -- is in use elsewhere on the hypervisor keeps its range taken.
  withdrawn_at timestamptz,
  constraint spare_networks_range unique (zone_id, range),
  constraint spare_networks_zone_id_zones_id_fk foreign key (zone_id) references zones (id)
);
grant select, insert, delete on spare_networks to andromede_worker;
grant update (made_at, withdrawn_at) on spare_networks to andromede_worker;
