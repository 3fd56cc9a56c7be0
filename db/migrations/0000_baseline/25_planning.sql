-- Relocations of servers. Staff start and steer them, the worker carries them out. A customer sees when its own
-- servers move and why, and may choose when; it never sees their hosts.

create table capacity_samples (
  zone_id text,
  resource text,
  day date,
  claimed bigint not null,
  total bigint,
  constraint capacity_samples_zone_id_resource_day_pk primary key (zone_id, resource, day),
  constraint capacity_samples_amounts check (claimed >= 0 and total >= 0),
  constraint capacity_samples_zone_id_zones_id_fk foreign key (zone_id) references zones (id)
);
grant select on capacity_samples to andromede_operator;
grant select, insert on capacity_samples to andromede_worker;

create table forecast_thresholds (
  zone_id text primary key,
  warn_days integer not null,
  constraint forecast_thresholds_days check (warn_days between 1 and 730),
  constraint forecast_thresholds_zone_id_zones_id_fk foreign key (zone_id) references zones (id)
);
grant select, insert, update on forecast_thresholds to andromede_operator;

create table relocations (
  id text primary key,
  zone_id text not null,
  kind text not null,
  host_id text,
  host_state_before text,
  state text not null,
  reason text not null,
  concurrent_max integer not null,
  starts_at timestamptz not null,
  ends_at timestamptz,
  requested_by text not null,
  created_at timestamptz not null,
  finished_at timestamptz,
  constraint relocations_host check (
    (kind = 'drain') = (host_id is not null and host_state_before is not null)),
  constraint relocations_concurrent check (concurrent_max between 1 and 20),
  constraint relocations_window check (ends_at > starts_at),
  constraint relocations_zone_id_zones_id_fk foreign key (zone_id) references zones (id),
  constraint relocations_host_id_hosts_id_fk foreign key (host_id) references hosts (id)
);
create unique index relocations_live_host on relocations (host_id) where state in ('running', 'paused', 'undoing');
create unique index relocations_live_rebalance on relocations (zone_id)
  where kind = 'rebalance' and state in ('running', 'paused', 'undoing');
create index relocations_recent on relocations (zone_id, created_at);
alter table relocations enable row level security, force row level security;
create policy relocations_staff on relocations to andromede_operator, andromede_worker, andromede_migrator
  using (true);
grant select, insert on relocations to andromede_operator;
grant select on relocations to andromede_worker;
grant select (id, zone_id, kind, state, reason, starts_at, ends_at, created_at, finished_at)
  on relocations to andromede_portal;
grant update (state, ends_at, finished_at) on relocations to andromede_operator;
grant update (state, finished_at) on relocations to andromede_worker;

create table relocation_moves (
  relocation_id text,
  instance_id text,
  organisation_id text not null,
  position integer not null,
  from_host_id text not null,
  to_host_id text not null,
  why text not null,
  may_break_rules boolean not null default false,
  state text not null,
  saga_id text,
  replans integer not null default 0,
  slot_at timestamptz,
  slot_chosen_at timestamptz,
  failure_code text,
  started_at timestamptz,
  finished_at timestamptz,
  constraint relocation_moves_relocation_id_instance_id_pk primary key (relocation_id, instance_id),
  constraint relocation_moves_relocation_id_relocations_id_fk
    foreign key (relocation_id) references relocations (id),
  constraint relocation_moves_organisation_id_organisations_id_fk
    foreign key (organisation_id) references organisations (id),
  constraint relocation_moves_from_host_id_hosts_id_fk foreign key (from_host_id) references hosts (id),
  constraint relocation_moves_to_host_id_hosts_id_fk foreign key (to_host_id) references hosts (id),
  constraint relocation_moves_organisation_id_instance_id_instances_organisa
    foreign key (organisation_id, instance_id) references instances (organisation_id, id),
  constraint relocation_moves_organisation_id_saga_id_sagas_organisation_id_
    foreign key (organisation_id, saga_id) references sagas (organisation_id, id)
);
create unique index relocation_moves_live on relocation_moves (instance_id)
  where state in ('waiting', 'moving', 'returning');
create index relocation_moves_by_organisation on relocation_moves (organisation_id, relocation_id);
create index relocation_moves_order on relocation_moves (relocation_id, position);
alter table relocation_moves enable row level security, force row level security;
create policy relocation_moves_portal on relocation_moves to andromede_portal
  using (organisation_id = app.current_organisation());
create policy relocation_moves_staff on relocation_moves to andromede_operator, andromede_worker, andromede_migrator
  using (true);
grant select, insert on relocation_moves to andromede_operator;
grant select, insert, update on relocation_moves to andromede_worker;
grant select (relocation_id, instance_id, organisation_id, position, state, slot_at, slot_chosen_at, started_at,
  finished_at)
  on relocation_moves to andromede_portal;
grant update (slot_at, slot_chosen_at) on relocation_moves to andromede_portal;
grant update (to_host_id, may_break_rules, state, replans, failure_code, finished_at)
  on relocation_moves to andromede_operator;

-- Policies of earlier tables that read tables of this file.
create policy relocations_portal on relocations for select to andromede_portal
  using (exists (select from relocation_moves m where m.relocation_id = relocations.id));
