-- Backups of volumes. The portal requests them, the worker makes them.

create table volume_backups (
  id text primary key,
  organisation_id text not null,
  project_id text not null,
  volume_id text not null,
  source_snapshot_id text,
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
  constraint volume_backups_by_organisation unique (organisation_id, id),
  constraint volume_backups_size check (size_gib > 0),
  constraint volume_backups_organisation_id_organisations_id_fk
    foreign key (organisation_id) references organisations (id),
  constraint volume_backups_bundle_id_bundles_id_fk foreign key (bundle_id) references bundles (id),
  constraint volume_backups_zone_id_zones_id_fk foreign key (zone_id) references zones (id),
  constraint volume_backups_pool_id_storage_pools_id_fk foreign key (pool_id) references storage_pools (id),
  constraint volume_backups_organisation_id_project_id_projects_organisation
    foreign key (organisation_id, project_id) references projects (organisation_id, id),
  constraint volume_backups_organisation_id_volume_id_volumes_organisation_i
    foreign key (organisation_id, volume_id) references volumes (organisation_id, id),
  constraint volume_backups_organisation_id_order_line_id_order_lines_organi
    foreign key (organisation_id, order_line_id) references order_lines (organisation_id, id)
);
create unique index volume_backups_name on volume_backups (volume_id, name) where state not in ('deleted', 'failed');
create index volume_backups_recent on volume_backups (organisation_id, created_at);
create index volume_backups_live on volume_backups (organisation_id)
  where state in ('creating', 'available', 'deleting');
create index volume_backups_being_made on volume_backups (volume_id) where state = 'creating';
create unique index volume_backups_scheduled on volume_backups (volume_id, scheduled_for)
  where scheduled_for is not null;
alter table volume_backups enable row level security, force row level security;
create policy volume_backups_portal on volume_backups to andromede_portal
  using (organisation_id = app.current_organisation());
create policy volume_backups_visible on volume_backups as restrictive for select to andromede_portal
  using ((select app.visible_projects()) is null
      or project_id = any ((select app.visible_projects())::text[]));
create policy volume_backups_made on volume_backups as restrictive for insert to andromede_portal
  with check (
    (select app.operated_projects()) is null or project_id = any ((select app.operated_projects())::text[]));
create policy volume_backups_changed on volume_backups as restrictive for update to andromede_portal
  using (
    (select app.operated_projects()) is null or project_id = any ((select app.operated_projects())::text[]));
create policy volume_backups_staff on volume_backups to andromede_operator, andromede_worker, andromede_migrator
  using (true);
grant select, insert, update on volume_backups to andromede_portal, andromede_worker;
grant select on volume_backups to andromede_operator;
