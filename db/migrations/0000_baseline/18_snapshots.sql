-- Snapshots of servers and volumes, and their schedules. The portal requests them, the worker makes them.

create table volume_snapshots (
  id text primary key,
  organisation_id text not null,
  project_id text not null,
  volume_id text not null,
  order_line_id text not null,
  bundle_id text not null,
  zone_id text not null,
  pool_id text not null,
  name text not null,
  size_gib integer not null,
  state text not null,
  failure_code text,
  failure_text text,
  created_at timestamptz not null,
  taken_at timestamptz,
  scheduled_for timestamptz,
  constraint volume_snapshots_by_organisation unique (organisation_id, id),
  constraint volume_snapshots_size check (size_gib > 0),
  constraint volume_snapshots_organisation_id_organisations_id_fk
    foreign key (organisation_id) references organisations (id),
  constraint volume_snapshots_bundle_id_bundles_id_fk foreign key (bundle_id) references bundles (id),
  constraint volume_snapshots_zone_id_zones_id_fk foreign key (zone_id) references zones (id),
  constraint volume_snapshots_pool_id_storage_pools_id_fk foreign key (pool_id) references storage_pools (id),
  constraint volume_snapshots_organisation_id_project_id_projects_organisati
    foreign key (organisation_id, project_id) references projects (organisation_id, id),
  constraint volume_snapshots_organisation_id_volume_id_volumes_organisation
    foreign key (organisation_id, volume_id) references volumes (organisation_id, id),
  constraint volume_snapshots_organisation_id_order_line_id_order_lines_orga
    foreign key (organisation_id, order_line_id) references order_lines (organisation_id, id)
);
create unique index volume_snapshots_name on volume_snapshots (volume_id, name)
  where state not in ('deleted', 'failed');
create index volume_snapshots_by_volume on volume_snapshots (volume_id, created_at);
create index volume_snapshots_live on volume_snapshots (organisation_id)
  where state in ('creating', 'available', 'deleting');
create unique index volume_snapshots_scheduled on volume_snapshots (volume_id, scheduled_for)
  where scheduled_for is not null;
alter table volume_snapshots enable row level security, force row level security;
create policy volume_snapshots_portal on volume_snapshots to andromede_portal
  using (organisation_id = app.current_organisation());
create policy volume_snapshots_staff on volume_snapshots to andromede_operator, andromede_worker, andromede_migrator
  using (true);
create policy volume_snapshots_visible on volume_snapshots as restrictive for select to andromede_portal
  using ((select app.visible_projects()) is null
      or project_id = any ((select app.visible_projects())::text[]));
create policy volume_snapshots_made on volume_snapshots as restrictive for insert to andromede_portal
  with check (
    (select app.operated_projects()) is null or project_id = any ((select app.operated_projects())::text[]));
create policy volume_snapshots_changed on volume_snapshots as restrictive for update to andromede_portal
  using (
    (select app.operated_projects()) is null or project_id = any ((select app.operated_projects())::text[]));
grant select, insert, update on volume_snapshots to andromede_portal, andromede_worker;
grant select on volume_snapshots to andromede_operator;

create table snapshot_schedules (
  volume_id text,
  organisation_id text not null,
  rhythm text not null,
  every_hours integer,
  at_hour integer,
  on_weekday integer,
  keep integer not null,
  next_due_at timestamptz not null,
  failure_code text,
  failure_params jsonb,
  failed_at timestamptz,
  updated_at timestamptz not null,
  kind text default 'snapshot',
  zone_id text,
  volume_class text,
  constraint snapshot_schedules_volume_id_kind_pk primary key (volume_id, kind),
  constraint snapshot_schedules_keep check (keep between 1 and 20),
  constraint snapshot_schedules_rhythm check (
    (rhythm = 'hourly' and every_hours in (1, 2, 3, 4, 6, 8, 12) and at_hour is null and on_weekday is null)
    or (rhythm = 'daily' and every_hours is null and at_hour between 0 and 23 and on_weekday is null)
    or (rhythm = 'weekly' and every_hours is null and at_hour between 0 and 23 and on_weekday between 1 and 7)),
  constraint snapshot_schedules_place check (
    (kind = 'snapshot' and zone_id is null and volume_class is null)
    or (kind = 'backup' and zone_id is not null and volume_class is not null)),
  constraint snapshot_schedules_organisation_id_organisations_id_fk
    foreign key (organisation_id) references organisations (id),
  constraint snapshot_schedules_organisation_id_volume_id_volumes_organisati
    foreign key (organisation_id, volume_id) references volumes (organisation_id, id),
  constraint snapshot_schedules_zone_id_zones_id_fk foreign key (zone_id) references zones (id)
);
create index snapshot_schedules_due on snapshot_schedules (next_due_at);
alter table snapshot_schedules enable row level security, force row level security;
create policy snapshot_schedules_portal on snapshot_schedules to andromede_portal
  using (organisation_id = app.current_organisation());
create policy snapshot_schedules_staff on snapshot_schedules
  to andromede_operator, andromede_worker, andromede_migrator
  using (true);
grant select, insert, update, delete on snapshot_schedules to andromede_portal, andromede_worker;
grant select on snapshot_schedules to andromede_operator;

create table instance_snapshots (
  id text primary key,
  organisation_id text not null,
  project_id text not null,
  instance_id text not null,
  order_line_id text not null,
  bundle_id text not null,
  zone_id text not null,
  name text not null,
  size_gib integer not null,
  state text not null,
  failure_code text,
  failure_text text,
  created_at timestamptz not null,
  taken_at timestamptz,
  constraint instance_snapshots_by_organisation unique (organisation_id, id),
  constraint instance_snapshots_size check (size_gib > 0),
  constraint instance_snapshots_organisation_id_organisations_id_fk
    foreign key (organisation_id) references organisations (id),
  constraint instance_snapshots_bundle_id_bundles_id_fk foreign key (bundle_id) references bundles (id),
  constraint instance_snapshots_zone_id_zones_id_fk foreign key (zone_id) references zones (id),
  constraint instance_snapshots_organisation_id_project_id_projects_organisa
    foreign key (organisation_id, project_id) references projects (organisation_id, id),
  constraint instance_snapshots_organisation_id_instance_id_instances_organi
    foreign key (organisation_id, instance_id) references instances (organisation_id, id),
  constraint instance_snapshots_organisation_id_order_line_id_order_lines_or
    foreign key (organisation_id, order_line_id) references order_lines (organisation_id, id)
);
create unique index instance_snapshots_name on instance_snapshots (instance_id, name)
  where state not in ('deleted', 'failed');
create index instance_snapshots_by_instance on instance_snapshots (instance_id, created_at);
create index instance_snapshots_live on instance_snapshots (organisation_id)
  where state in ('creating', 'available', 'deleting');
alter table instance_snapshots enable row level security, force row level security;
create policy instance_snapshots_portal on instance_snapshots to andromede_portal
  using (organisation_id = app.current_organisation());
create policy instance_snapshots_staff on instance_snapshots
  to andromede_operator, andromede_worker, andromede_migrator
  using (true);
create policy instance_snapshots_visible on instance_snapshots as restrictive for select to andromede_portal
  using ((select app.visible_projects()) is null
      or project_id = any ((select app.visible_projects())::text[]));
create policy instance_snapshots_made on instance_snapshots as restrictive for insert to andromede_portal
  with check (
    (select app.operated_projects()) is null or project_id = any ((select app.operated_projects())::text[]));
create policy instance_snapshots_changed on instance_snapshots as restrictive for update to andromede_portal
  using (
    (select app.operated_projects()) is null or project_id = any ((select app.operated_projects())::text[]));
grant select, insert, update on instance_snapshots to andromede_portal, andromede_worker;
grant select on instance_snapshots to andromede_operator;
