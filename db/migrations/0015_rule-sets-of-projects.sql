-- Rules belong to rule sets of a project, and a set is attached to networks and servers. Every network has a set of its own,
-- which its former rules join.

create table rule_sets (
  id text primary key,
  organisation_id text not null,
  project_id text not null,
  -- Null for the set of a network, which ends with the network.
  name text,
  network_id text,
  created_at timestamptz not null,
  constraint rule_sets_by_organisation unique (organisation_id, id),
  constraint rule_sets_name unique (project_id, name),
  constraint rule_sets_network unique (network_id),
  constraint rule_sets_named check ((name is null) = (network_id is not null)),
  constraint rule_sets_organisation_id_project_id_projects_organisation_id_i
    foreign key (organisation_id, project_id) references projects (organisation_id, id),
  constraint rule_sets_organisation_id_network_id_private_networks_organisat
    foreign key (organisation_id, network_id) references private_networks (organisation_id, id) on delete cascade
);
alter table rule_sets enable row level security, force row level security;
create policy rule_sets_portal on rule_sets to andromede_portal using (organisation_id = app.current_organisation());
create policy rule_sets_staff on rule_sets to andromede_operator, andromede_worker, andromede_migrator using (true);
create policy rule_sets_visible on rule_sets as restrictive for select to andromede_portal
  using ((select app.visible_projects()) is null
      or project_id = any ((select app.visible_projects())::text[]));
create policy rule_sets_made on rule_sets as restrictive for insert to andromede_portal
  with check (
    (select app.operated_projects()) is null or project_id = any ((select app.operated_projects())::text[]));
create policy rule_sets_changed on rule_sets as restrictive for update to andromede_portal
  using ((select app.operated_projects()) is null or project_id = any ((select app.operated_projects())::text[]));
create policy rule_sets_deleted on rule_sets as restrictive for delete to andromede_portal
  using ((select app.operated_projects()) is null or project_id = any ((select app.operated_projects())::text[]));
grant select, insert, delete on rule_sets to andromede_portal;
grant update (name) on rule_sets to andromede_portal;
grant select on rule_sets to andromede_operator;
grant select, insert on rule_sets to andromede_worker;

insert into rule_sets (id, organisation_id, project_id, network_id, created_at)
select 'rls_' || substr(id, 5), organisation_id, project_id, id, created_at from private_networks;
create trigger private_networks_rule_set after insert on private_networks
  for each row execute function app.make_own_rule_set();

alter table firewall_rules
  add column set_id text,
  add column direction text not null default 'in',
  -- The other side of a connection: one of these, or everyone when all are null.
  add column peer_cidr text,
  add column peer_instance_id text,
  add column peer_tag_key text,
  add column peer_tag_value text,
  add column peer_network_id text,
  -- The servers of the network that the rule concerns; all when these are null.
  add column local_instance_id text,
  add column local_tag_key text,
  add column local_tag_value text;
update firewall_rules set set_id = 'rls_' || substr(network_id, 5), peer_cidr = source;
alter table firewall_rules
  alter column set_id set not null,
  alter column direction drop default,
  drop column network_id,
  drop column source,
  add constraint firewall_rules_peer check (num_nonnulls(peer_cidr, peer_instance_id, peer_tag_key, peer_network_id) <= 1),
  add constraint firewall_rules_local check (num_nonnulls(local_instance_id, local_tag_key) <= 1),
  add constraint firewall_rules_tags check (
    (peer_tag_key is null) = (peer_tag_value is null) and (local_tag_key is null) = (local_tag_value is null)),
  add constraint firewall_rules_organisation_id_set_id_rule_sets_organisation_id
    foreign key (organisation_id, set_id) references rule_sets (organisation_id, id) on delete cascade,
  add constraint firewall_rules_organisation_id_peer_instance_id_instances_organ
    foreign key (organisation_id, peer_instance_id) references instances (organisation_id, id),
  add constraint firewall_rules_organisation_id_peer_network_id_private_networks
    foreign key (organisation_id, peer_network_id) references private_networks (organisation_id, id),
  add constraint firewall_rules_organisation_id_local_instance_id_instances_orga
    foreign key (organisation_id, local_instance_id) references instances (organisation_id, id);
create index firewall_rules_set on firewall_rules (set_id);
create policy firewall_rules_visible on firewall_rules as restrictive for select to andromede_portal
  using (exists (select from rule_sets s where s.id = set_id));
grant insert on firewall_rules to andromede_worker;

create table rule_set_networks (
  set_id text,
  network_id text,
  organisation_id text not null,
  constraint rule_set_networks_set_id_network_id_pk primary key (set_id, network_id),
  constraint rule_set_networks_organisation_id_set_id_rule_sets_organisation
    foreign key (organisation_id, set_id) references rule_sets (organisation_id, id) on delete cascade,
  constraint rule_set_networks_organisation_id_network_id_private_networks_o
    foreign key (organisation_id, network_id) references private_networks (organisation_id, id) on delete cascade
);
alter table rule_set_networks enable row level security, force row level security;
create policy rule_set_networks_portal on rule_set_networks to andromede_portal
  using (organisation_id = app.current_organisation());
create policy rule_set_networks_staff on rule_set_networks to andromede_operator, andromede_worker, andromede_migrator
  using (true);
create policy rule_set_networks_visible on rule_set_networks as restrictive for select to andromede_portal
  using (exists (select from rule_sets s where s.id = set_id));
grant select, insert, delete on rule_set_networks to andromede_portal;
grant select on rule_set_networks to andromede_operator, andromede_worker;

create table rule_set_instances (
  set_id text,
  instance_id text,
  organisation_id text not null,
  constraint rule_set_instances_set_id_instance_id_pk primary key (set_id, instance_id),
  constraint rule_set_instances_organisation_id_set_id_rule_sets_organisatio
    foreign key (organisation_id, set_id) references rule_sets (organisation_id, id) on delete cascade,
  constraint rule_set_instances_organisation_id_instance_id_instances_organi
    foreign key (organisation_id, instance_id) references instances (organisation_id, id)
);
create index rule_set_instances_instance on rule_set_instances (instance_id);
alter table rule_set_instances enable row level security, force row level security;
create policy rule_set_instances_portal on rule_set_instances to andromede_portal
  using (organisation_id = app.current_organisation());
create policy rule_set_instances_staff on rule_set_instances to andromede_operator, andromede_worker, andromede_migrator
  using (true);
create policy rule_set_instances_visible on rule_set_instances as restrictive for select to andromede_portal
  using (exists (select from rule_sets s where s.id = set_id));
grant select, insert, delete on rule_set_instances to andromede_portal;
grant select on rule_set_instances to andromede_operator, andromede_worker;

-- Whether traffic between the servers of a network needs a rule too.
alter table private_networks add column filters_inside boolean not null default false;
grant update (filters_inside) on private_networks to andromede_portal;

-- Rules name servers, tags and networks: networks are written again when those change.
create trigger private_addresses_firewall after insert or delete on private_addresses
  for each row execute function app.revise_networks_naming();
create trigger private_networks_firewall after update of deleted_at on private_networks
  for each row when (old.deleted_at is distinct from new.deleted_at) execute function app.revise_networks_naming();
create trigger instances_firewall after update of tags on instances
  for each row when (old.tags is distinct from new.tags) execute function app.revise_networks_naming();
