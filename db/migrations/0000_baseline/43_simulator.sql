-- The simulated hypervisors. They are as far from the product as real ones: a role and a connection of their own, and
-- no grant to any other role.

create table simulator.faults (
  id bigint generated always as identity primary key,
  name text not null,
  operation text,
  resource text,
  zone_code text,
  host_name text,
  remaining integer,
  created_at timestamptz not null,
  constraint faults_remaining check (remaining > 0)
);
grant select, insert, update, delete on simulator.faults to andromede_simulator;

create table simulator.instances (
  name text primary key,
  resource_id text,
  organisation_id text,
  installation text,
  label text not null,
  host_name text not null,
  zone_code text not null,
  image text not null,
  vcpu integer not null,
  memory_mib integer not null,
  root_disk_gib integer not null,
  ssh_keys text[] not null default '{}',
  address text not null,
  tags jsonb not null default '{}',
  power text not null default 'stopped',
  reachable_at timestamptz,
  previous_power text,
  created_at timestamptz not null,
  content text not null default '',
  type text not null default 'container'
);
create index simulator_instances_by_installation on simulator.instances (installation, resource_id);
grant select, insert, update, delete on simulator.instances to andromede_simulator;

create table simulator.operations (
  id bigint generated always as identity primary key,
  target text not null,
  change jsonb not null,
  due_at timestamptz not null,
  settled_at timestamptz,
  failure_code text,
  failure_text text
);
create unique index simulator_operations_running on simulator.operations (target) where settled_at is null;
create index simulator_operations_settled on simulator.operations (settled_at);
grant select, insert, update, delete on simulator.operations to andromede_simulator;

create table simulator.settings (
  is_only boolean primary key default true,
  latency_percent integer not null default 100,
  request_timeout_ms integer not null default 2000,
  constraint settings_one_row check (is_only),
  constraint settings_ranges check (latency_percent >= 0 and request_timeout_ms >= 0)
);
grant select, insert, update, delete on simulator.settings to andromede_simulator;
insert into simulator.settings (is_only) values (true);

create table simulator.strikes (
  target text,
  fault text,
  operation text,
  constraint strikes_target_fault_operation_pk primary key (target, fault, operation)
);
grant select, insert, update, delete on simulator.strikes to andromede_simulator;

create table simulator.volumes (
  name text primary key,
  resource_id text,
  organisation_id text,
  installation text,
  label text not null,
  zone_code text not null,
  pool_name text not null,
  size_gib integer not null,
  attached_to text,
  created_at timestamptz not null,
  content text not null default ''
);
create index simulator_volumes_by_installation on simulator.volumes (installation, resource_id);
create index simulator_volumes_by_instance on simulator.volumes (attached_to);
grant select, insert, update, delete on simulator.volumes to andromede_simulator;

create table simulator.snapshots (
  volume_name text,
  name text,
  content text not null,
  taken_at timestamptz not null,
  constraint snapshots_volume_name_name_pk primary key (volume_name, name)
);
grant select, insert, update, delete on simulator.snapshots to andromede_simulator;

create table simulator.images (
  name text primary key,
  resource_id text,
  organisation_id text,
  installation text,
  label text not null,
  zone_code text not null,
  content text not null default '',
  created_at timestamptz not null
);
grant select, insert, update, delete on simulator.images to andromede_simulator;

create table simulator.addresses (
  address text primary key,
  resource_id text,
  organisation_id text,
  installation text,
  zone_code text not null,
  leads_to text not null
);
grant select, insert, update, delete on simulator.addresses to andromede_simulator;

create table simulator.networks (
  name text primary key,
  resource_id text,
  organisation_id text,
  installation text,
  zone_code text not null,
  range text not null,
  rules jsonb not null
);
grant select, insert, update, delete on simulator.networks to andromede_simulator;
