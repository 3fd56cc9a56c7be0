-- Placement groups. The portal creates them and changes none.

create table placement_groups (
  id text primary key,
  organisation_id text not null,
  project_id text not null,
  name text not null,
  relation text not null,
  level text not null,
  strength text not null,
  created_at timestamptz not null,
  constraint placement_groups_by_organisation unique (organisation_id, id),
  constraint placement_groups_relation check (relation in ('apart', 'together')),
  constraint placement_groups_level check (level in ('host', 'rack', 'room')),
  constraint placement_groups_strength check (strength in ('must', 'should')),
  constraint placement_groups_organisation_id_organisations_id_fk
    foreign key (organisation_id) references organisations (id),
  constraint placement_groups_organisation_id_project_id_projects_organisati
    foreign key (organisation_id, project_id) references projects (organisation_id, id)
);
create index placement_groups_by_project on placement_groups (organisation_id, project_id, created_at);
alter table placement_groups enable row level security, force row level security;
create policy placement_groups_portal on placement_groups to andromede_portal
  using (organisation_id = app.current_organisation());
create policy placement_groups_staff on placement_groups to andromede_operator, andromede_worker, andromede_migrator
  using (true);
create policy placement_groups_visible on placement_groups as restrictive for select to andromede_portal
  using ((select app.visible_projects()) is null
      or project_id = any ((select app.visible_projects())::text[]));
create policy placement_groups_made on placement_groups as restrictive for insert to andromede_portal
  with check (
    (select app.operated_projects()) is null or project_id = any ((select app.operated_projects())::text[]));
grant select, insert on placement_groups to andromede_portal;
grant select on placement_groups to andromede_operator, andromede_worker;

create table placement_group_members (
  organisation_id text not null,
  group_id text,
  resource_id text,
  constraint placement_group_members_group_id_resource_id_pk primary key (group_id, resource_id),
  constraint placement_group_members_organisation_id_group_id_placement_grou
    foreign key (organisation_id, group_id) references placement_groups (organisation_id, id)
);
create index placement_group_members_by_resource on placement_group_members (resource_id);
alter table placement_group_members enable row level security, force row level security;
create policy placement_group_members_portal on placement_group_members to andromede_portal
  using (organisation_id = app.current_organisation());
create policy placement_group_members_staff on placement_group_members
  to andromede_operator, andromede_worker, andromede_migrator
  using (true);
grant select, insert on placement_group_members to andromede_portal;
grant select on placement_group_members to andromede_operator, andromede_worker;

-- How long servers of a zone stay, by size and by the number ordered together: sums over all organisations. A zone
-- that packs is planned with them. One row per zone, of bounded size.
create table placement_lifetimes (
  zone_id text primary key,
  learnt_until timestamptz not null,
  servers bigint not null,
  kinds jsonb not null,
  constraint placement_lifetimes_kinds check (
    jsonb_typeof(kinds) = 'array' and jsonb_array_length(kinds) <= 100 and servers >= 0),
  constraint placement_lifetimes_zone_id_zones_id_fk foreign key (zone_id) references zones (id)
);
alter table placement_lifetimes enable row level security, force row level security;
create policy placement_lifetimes_staff on placement_lifetimes
  to andromede_operator, andromede_worker, andromede_migrator
  using (true);
grant select on placement_lifetimes to andromede_operator;
grant select, insert, update on placement_lifetimes to andromede_worker;
