-- A project has several networks in a zone, each with a name. Its servers are ordered on the default one.
alter table private_networks
  add column name text not null default 'principal',
  add column is_default boolean not null default true,
  add column has_exit boolean not null default true,
  -- Set by the customer. The row, its name aside, stays in use until the hypervisor has removed the network.
  add column deleted_at timestamptz,
  add column removed_at timestamptz,
  drop constraint private_networks_project,
  -- Ranges of different projects may overlap where the zone's technology keeps networks apart.
  drop constraint private_networks_range,
  add constraint private_networks_removed_after_deleted check (removed_at is null or deleted_at is not null);
create unique index private_networks_name on private_networks (project_id, zone_id, name) where deleted_at is null;
create unique index private_networks_default on private_networks (project_id, zone_id) where is_default and deleted_at is null;
create index private_networks_range on private_networks (zone_id, range) where removed_at is null;
grant update (name, deleted_at) on private_networks to andromede_portal;
grant update (removed_at) on private_networks to andromede_worker;
