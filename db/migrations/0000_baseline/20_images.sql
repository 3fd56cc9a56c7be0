-- Images of organisations. The portal requests them, the worker makes them.

create table private_images (
  id text primary key,
  organisation_id text not null,
  project_id text not null,
  instance_id text not null,
  source_snapshot_id text,
  image_id text not null,
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
  made_at timestamptz,
  constraint private_images_by_organisation unique (organisation_id, id),
  constraint private_images_size check (size_gib > 0),
  constraint private_images_organisation_id_organisations_id_fk
    foreign key (organisation_id) references organisations (id),
  constraint private_images_image_id_images_id_fk foreign key (image_id) references images (id),
  constraint private_images_bundle_id_bundles_id_fk foreign key (bundle_id) references bundles (id),
  constraint private_images_zone_id_zones_id_fk foreign key (zone_id) references zones (id),
  constraint private_images_pool_id_storage_pools_id_fk foreign key (pool_id) references storage_pools (id),
  constraint private_images_organisation_id_project_id_projects_organisation
    foreign key (organisation_id, project_id) references projects (organisation_id, id),
  constraint private_images_organisation_id_instance_id_instances_organisati
    foreign key (organisation_id, instance_id) references instances (organisation_id, id),
  constraint private_images_organisation_id_order_line_id_order_lines_organi
    foreign key (organisation_id, order_line_id) references order_lines (organisation_id, id)
);
create unique index private_images_name on private_images (organisation_id, project_id, name)
  where state not in ('deleted', 'failed');
create index private_images_recent on private_images (organisation_id, created_at);
create index private_images_live on private_images (organisation_id)
  where state in ('creating', 'available', 'deleting');
create index private_images_being_made on private_images (instance_id) where state = 'creating';
alter table private_images enable row level security, force row level security;
create policy private_images_portal on private_images to andromede_portal
  using (organisation_id = app.current_organisation());
create policy private_images_staff on private_images to andromede_operator, andromede_worker, andromede_migrator
  using (true);
create policy private_images_visible on private_images as restrictive for select to andromede_portal
  using ((select app.visible_projects()) is null
      or project_id = any ((select app.visible_projects())::text[]));
create policy private_images_made on private_images as restrictive for insert to andromede_portal
  with check (
    (select app.operated_projects()) is null or project_id = any ((select app.operated_projects())::text[]));
create policy private_images_changed on private_images as restrictive for update to andromede_portal
  using (
    (select app.operated_projects()) is null or project_id = any ((select app.operated_projects())::text[]));
grant select, insert, update on private_images to andromede_portal, andromede_worker;
grant select on private_images to andromede_operator;
