-- The name that a customer gave the IPv6 address of a server for questions in the other direction. Without a row it is the
-- server's. The address ends with its row in private_addresses, which workers delete: a row that outlived it counts for no
-- other server, and the next pass of a worker deletes it.
create table reverse_names6 (
  instance_id text not null,
  address6 text not null,
  organisation_id text not null,
  project_id text not null,
  name text not null,
  set_at timestamptz not null,
  primary key (instance_id, address6),
  constraint reverse_names6_of_server foreign key (organisation_id, instance_id) references instances (organisation_id, id),
  constraint reverse_names6_project foreign key (organisation_id, project_id) references projects (organisation_id, id)
);
alter table reverse_names6 enable row level security, force row level security;
create policy reverse_names6_portal on reverse_names6 to andromede_portal
  using (organisation_id = app.current_organisation());
create policy reverse_names6_staff on reverse_names6 to andromede_operator, andromede_worker, andromede_migrator
  using (true);
create policy reverse_names6_visible on reverse_names6 as restrictive for select to andromede_portal
  using ((select app.visible_projects()) is null
      or project_id = any ((select app.visible_projects())::text[]));
create policy reverse_names6_made on reverse_names6 as restrictive for insert to andromede_portal
  with check (
    (select app.operated_projects()) is null or project_id = any ((select app.operated_projects())::text[]));
create policy reverse_names6_changed on reverse_names6 as restrictive for update to andromede_portal
  using (
    (select app.operated_projects()) is null or project_id = any ((select app.operated_projects())::text[]));
create policy reverse_names6_removed on reverse_names6 as restrictive for delete to andromede_portal
  using (
    (select app.operated_projects()) is null or project_id = any ((select app.operated_projects())::text[]));
grant select, insert, delete on reverse_names6 to andromede_portal;
grant update (name, set_at) on reverse_names6 to andromede_portal;
grant select, delete on reverse_names6 to andromede_worker;
grant select on reverse_names6 to andromede_operator;
