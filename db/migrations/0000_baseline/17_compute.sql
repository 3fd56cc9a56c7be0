-- Servers, volumes, their transitions and their usage. The portal and, for orders that a moderator accepts, the worker
-- create them.

create table instances (
  id text primary key,
  organisation_id text not null,
  project_id text not null,
  order_line_id text not null,
  bundle_id text not null,
  zone_id text not null,
  image_id text not null,
  host_id text not null,
  name text not null,
  state text not null,
  address text,
  tags jsonb not null default '{}',
  is_protected boolean not null default false,
  ssh_key_ids text[] not null default '{}',
  failure_code text,
  failure_text text,
  created_at timestamptz not null,
  running_since timestamptz,
  deleted_at timestamptz,
  purge_after timestamptz,
  source_snapshot_id text,
  source_image_id text,
  commitment_id text,
  constraint instances_by_organisation unique (organisation_id, id),
  constraint instances_organisation_id_organisations_id_fk
    foreign key (organisation_id) references organisations (id),
  constraint instances_bundle_id_bundles_id_fk foreign key (bundle_id) references bundles (id),
  constraint instances_zone_id_zones_id_fk foreign key (zone_id) references zones (id),
  constraint instances_image_id_images_id_fk foreign key (image_id) references images (id),
  constraint instances_host_id_hosts_id_fk foreign key (host_id) references hosts (id),
  constraint instances_organisation_id_project_id_projects_organisation_id_i
    foreign key (organisation_id, project_id) references projects (organisation_id, id),
  constraint instances_organisation_id_order_line_id_order_lines_organisatio
    foreign key (organisation_id, order_line_id) references order_lines (organisation_id, id),
  constraint instances_organisation_id_commitment_id_commitments_organisatio
    foreign key (organisation_id, commitment_id) references commitments (organisation_id, id)
);
create unique index instances_name on instances (organisation_id, project_id, name)
  where state not in ('deleted', 'purging', 'purged', 'failed');
create index instances_recent on instances (organisation_id, created_at);
create index instances_by_host on instances (host_id);
create index instances_purge on instances (purge_after) where state = 'deleted';
create index instances_by_name on instances (organisation_id, lower(name), id);
create index instances_being_copied on instances (source_snapshot_id) where state = 'creating';
create index instances_being_begun on instances (source_image_id) where state = 'creating';
alter table instances enable row level security, force row level security;
create policy instances_portal on instances to andromede_portal using (organisation_id = app.current_organisation());
create policy instances_staff on instances to andromede_operator, andromede_worker, andromede_migrator using (true);
create policy instances_visible on instances as restrictive for select to andromede_portal
  using ((select app.visible_projects()) is null
      or project_id = any ((select app.visible_projects())::text[]));
create policy instances_made on instances as restrictive for insert to andromede_portal
  with check (
    (select app.operated_projects()) is null or project_id = any ((select app.operated_projects())::text[]));
create policy instances_changed on instances as restrictive for update to andromede_portal
  using (
    (select app.operated_projects()) is null or project_id = any ((select app.operated_projects())::text[]));
grant select, insert, update on instances to andromede_portal, andromede_worker;
grant select on instances to andromede_operator;

create table state_transitions (
  id text primary key,
  organisation_id text not null,
  resource_kind text not null,
  resource_id text not null,
  from_state text,
  to_state text not null,
  effective_at timestamptz not null,
  recorded_at timestamptz not null,
  caused_by text not null,
  constraint state_transitions_organisation_id_organisations_id_fk
    foreign key (organisation_id) references organisations (id)
);
create index state_transitions_by_resource on state_transitions (resource_id, effective_at);
create index state_transitions_recent on state_transitions (organisation_id, effective_at);
alter table state_transitions enable row level security, force row level security;
create policy state_transitions_portal on state_transitions to andromede_portal
  using (organisation_id = app.current_organisation());
create policy state_transitions_staff on state_transitions to andromede_operator, andromede_worker, andromede_migrator
  using (true);
grant select, insert on state_transitions to andromede_portal, andromede_worker;
grant select on state_transitions to andromede_operator;
create trigger state_transitions_append_only before update or delete or truncate on state_transitions
  for each statement execute function app.refuse_change();

create table usage_intervals (
  id text primary key,
  organisation_id text not null,
  project_id text not null,
  resource_kind text not null,
  resource_id text not null,
  meter text not null,
  bundle_id text not null,
  price_version_id text not null,
  order_line_id text not null,
  cost_references jsonb not null default '{}',
  started_at timestamptz not null,
  ended_at timestamptz,
  micro_cents_per_hour bigint not null,
  recorded_at timestamptz not null,
  closed_recorded_at timestamptz,
  list_micro_cents_per_hour bigint,
  hourly_micro_cents_per_hour bigint,
  commitment_id text,
  constraint usage_intervals_order check (ended_at is null or ended_at >= started_at),
  constraint usage_intervals_seconds check (
    date_trunc('second', started_at) = started_at
    and (ended_at is null or date_trunc('second', ended_at) = ended_at)),
  constraint usage_intervals_organisation_id_organisations_id_fk
    foreign key (organisation_id) references organisations (id),
  constraint usage_intervals_bundle_id_bundles_id_fk foreign key (bundle_id) references bundles (id),
  constraint usage_intervals_price_version_id_price_versions_id_fk
    foreign key (price_version_id) references price_versions (id),
  constraint usage_intervals_organisation_id_project_id_projects_organisatio
    foreign key (organisation_id, project_id) references projects (organisation_id, id),
  constraint usage_intervals_organisation_id_order_line_id_order_lines_organ
    foreign key (organisation_id, order_line_id) references order_lines (organisation_id, id),
  -- Intervals of one meter of one resource do not overlap; adjacent ones may touch.
  constraint usage_intervals_no_overlap
    exclude using gist (resource_id with =, meter with =, tstzrange(started_at, ended_at, '[)'::text) with &&)
);
create unique index usage_intervals_open on usage_intervals (resource_id, meter) where ended_at is null;
create index usage_intervals_by_organisation on usage_intervals (organisation_id, started_at);
create index usage_intervals_by_end on usage_intervals (organisation_id, ended_at);
-- An export reads the intervals of an organisation resource by resource, a slice at a time.
create index usage_intervals_by_resource on usage_intervals (organisation_id, resource_id, meter, started_at);
alter table usage_intervals enable row level security, force row level security;
create policy usage_intervals_portal on usage_intervals to andromede_portal
  using (organisation_id = app.current_organisation());
create policy usage_intervals_staff on usage_intervals to andromede_operator, andromede_worker, andromede_migrator
  using (true);
create policy usage_intervals_visible on usage_intervals as restrictive for select to andromede_portal
  using ((select app.visible_projects()) is null
      or project_id = any ((select app.visible_projects())::text[]));
grant select on usage_intervals to andromede_portal, andromede_operator;
grant select, insert, update on usage_intervals to andromede_worker;
create trigger usage_intervals_guard before update on usage_intervals for each row execute function app.guard_usage();

create table volumes (
  id text primary key,
  organisation_id text not null,
  project_id text not null,
  order_line_id text not null,
  bundle_id text not null,
  zone_id text not null,
  pool_id text not null,
  name text not null,
  size_gib integer not null,
  volume_class text not null,
  state text not null,
  attached_instance_id text,
  tags jsonb not null default '{}',
  is_protected boolean not null default false,
  failure_code text,
  failure_text text,
  created_at timestamptz not null,
  deleted_at timestamptz,
  purge_after timestamptz,
  source_volume_id text,
  source_snapshot_id text,
  source_backup_id text,
  commitment_id text,
  constraint volumes_by_organisation unique (organisation_id, id),
  constraint volumes_source check (source_snapshot_id is null or source_volume_id is not null),
  constraint volumes_attachment check (
    (attached_instance_id is not null) = (state in ('attaching', 'attached', 'detaching')) or state = 'growing'),
  constraint volumes_organisation_id_organisations_id_fk
    foreign key (organisation_id) references organisations (id),
  constraint volumes_bundle_id_bundles_id_fk foreign key (bundle_id) references bundles (id),
  constraint volumes_zone_id_zones_id_fk foreign key (zone_id) references zones (id),
  constraint volumes_pool_id_storage_pools_id_fk foreign key (pool_id) references storage_pools (id),
  constraint volumes_organisation_id_project_id_projects_organisation_id_id_
    foreign key (organisation_id, project_id) references projects (organisation_id, id),
  constraint volumes_organisation_id_order_line_id_order_lines_organisation_
    foreign key (organisation_id, order_line_id) references order_lines (organisation_id, id),
  constraint volumes_organisation_id_attached_instance_id_instances_organisa
    foreign key (organisation_id, attached_instance_id) references instances (organisation_id, id),
  constraint volumes_organisation_id_source_volume_id_volumes_organisation_i
    foreign key (organisation_id, source_volume_id) references volumes (organisation_id, id),
  constraint volumes_organisation_id_commitment_id_commitments_organisation_
    foreign key (organisation_id, commitment_id) references commitments (organisation_id, id)
);
create unique index volumes_name on volumes (organisation_id, project_id, name)
  where state not in ('deleted', 'purging', 'purged', 'failed');
create index volumes_recent on volumes (organisation_id, created_at);
create index volumes_by_instance on volumes (attached_instance_id);
create index volumes_by_name on volumes (organisation_id, lower(name), id);
create index volumes_being_copied on volumes (source_volume_id) where state = 'creating';
create index volumes_being_begun on volumes (source_backup_id) where state = 'creating';
alter table volumes enable row level security, force row level security;
create policy volumes_portal on volumes to andromede_portal using (organisation_id = app.current_organisation());
create policy volumes_staff on volumes to andromede_operator, andromede_worker, andromede_migrator using (true);
create policy volumes_visible on volumes as restrictive for select to andromede_portal
  using ((select app.visible_projects()) is null
      or project_id = any ((select app.visible_projects())::text[]));
create policy volumes_made on volumes as restrictive for insert to andromede_portal
  with check (
    (select app.operated_projects()) is null or project_id = any ((select app.operated_projects())::text[]));
create policy volumes_changed on volumes as restrictive for update to andromede_portal
  using (
    (select app.operated_projects()) is null or project_id = any ((select app.operated_projects())::text[]));
grant select, insert, update on volumes to andromede_portal, andromede_worker;
grant select on volumes to andromede_operator;

-- Policies of earlier tables that read tables of this file.
-- A member limited to projects sees its own keys and those of servers in its projects.
create policy ssh_keys_visible on ssh_keys as restrictive for select to andromede_portal
  using (
    (select app.visible_projects()) is null or created_by_account_id = (select app.current_account())
    or exists (select 1 from instances i where i.organisation_id = ssh_keys.organisation_id
      and ssh_keys.id = any (i.ssh_key_ids) and i.project_id = any ((select app.visible_projects())::text[])));
