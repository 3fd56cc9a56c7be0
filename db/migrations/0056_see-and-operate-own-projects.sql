-- A member may be let into some projects of its organisation alone. The organisation's own policies stay as they are;
-- these only take away: what stands in a project that the member does not see does not exist for it, and what stands
-- in one that it does not operate is neither made, changed nor locked for a change. Both lists are set with the
-- organisation, inside the transaction; none is every project. Read once a statement, not once a row.
create function app.visible_projects() returns text[] language sql stable as
$$ select string_to_array(nullif(current_setting('app.visible_projects', true), ''), ',') $$;
create function app.operated_projects() returns text[] language sql stable as
$$ select string_to_array(nullif(current_setting('app.operated_projects', true), ''), ',') $$;
revoke execute on function app.visible_projects(), app.operated_projects() from public;
grant execute on function app.visible_projects(), app.operated_projects() to andromede_portal;

create policy projects_visible on projects as restrictive for select to andromede_portal
  using ((select app.visible_projects()) is null or id = any ((select app.visible_projects())::text[]));
create policy instances_visible on instances as restrictive for select to andromede_portal
  using ((select app.visible_projects()) is null or project_id = any ((select app.visible_projects())::text[]));
create policy volumes_visible on volumes as restrictive for select to andromede_portal
  using ((select app.visible_projects()) is null or project_id = any ((select app.visible_projects())::text[]));
create policy volume_snapshots_visible on volume_snapshots as restrictive for select to andromede_portal
  using ((select app.visible_projects()) is null or project_id = any ((select app.visible_projects())::text[]));
create policy instance_snapshots_visible on instance_snapshots as restrictive for select to andromede_portal
  using ((select app.visible_projects()) is null or project_id = any ((select app.visible_projects())::text[]));
create policy private_images_visible on private_images as restrictive for select to andromede_portal
  using ((select app.visible_projects()) is null or project_id = any ((select app.visible_projects())::text[]));
create policy orders_visible on orders as restrictive for select to andromede_portal
  using ((select app.visible_projects()) is null or project_id = any ((select app.visible_projects())::text[]));
create policy order_lines_visible on order_lines as restrictive for select to andromede_portal
  using ((select app.visible_projects()) is null or project_id = any ((select app.visible_projects())::text[]));
create policy usage_intervals_visible on usage_intervals as restrictive for select to andromede_portal
  using ((select app.visible_projects()) is null or project_id = any ((select app.visible_projects())::text[]));
create policy allocations_visible on allocations as restrictive for select to andromede_portal
  using ((select app.visible_projects()) is null or project_id = any ((select app.visible_projects())::text[]));
create policy quotas_visible on quotas as restrictive for select to andromede_portal
  using ((select app.visible_projects()) is null or project_id = any ((select app.visible_projects())::text[]));
create policy private_networks_visible on private_networks as restrictive for select to andromede_portal
  using ((select app.visible_projects()) is null or project_id = any ((select app.visible_projects())::text[]));
create policy placement_groups_visible on placement_groups as restrictive for select to andromede_portal
  using ((select app.visible_projects()) is null or project_id = any ((select app.visible_projects())::text[]));

create policy instances_made on instances as restrictive for insert to andromede_portal
  with check ((select app.operated_projects()) is null or project_id = any ((select app.operated_projects())::text[]));
create policy volumes_made on volumes as restrictive for insert to andromede_portal
  with check ((select app.operated_projects()) is null or project_id = any ((select app.operated_projects())::text[]));
create policy volume_snapshots_made on volume_snapshots as restrictive for insert to andromede_portal
  with check ((select app.operated_projects()) is null or project_id = any ((select app.operated_projects())::text[]));
create policy instance_snapshots_made on instance_snapshots as restrictive for insert to andromede_portal
  with check ((select app.operated_projects()) is null or project_id = any ((select app.operated_projects())::text[]));
create policy private_images_made on private_images as restrictive for insert to andromede_portal
  with check ((select app.operated_projects()) is null or project_id = any ((select app.operated_projects())::text[]));
create policy private_networks_made on private_networks as restrictive for insert to andromede_portal
  with check ((select app.operated_projects()) is null or project_id = any ((select app.operated_projects())::text[]));
create policy placement_groups_made on placement_groups as restrictive for insert to andromede_portal
  with check ((select app.operated_projects()) is null or project_id = any ((select app.operated_projects())::text[]));
create policy orders_made on orders as restrictive for insert to andromede_portal
  with check ((select app.operated_projects()) is null or project_id = any ((select app.operated_projects())::text[]));
create policy order_lines_made on order_lines as restrictive for insert to andromede_portal
  with check ((select app.operated_projects()) is null or project_id = any ((select app.operated_projects())::text[]));

create policy instances_changed on instances as restrictive for update to andromede_portal
  using ((select app.operated_projects()) is null or project_id = any ((select app.operated_projects())::text[]));
create policy volumes_changed on volumes as restrictive for update to andromede_portal
  using ((select app.operated_projects()) is null or project_id = any ((select app.operated_projects())::text[]));
create policy volume_snapshots_changed on volume_snapshots as restrictive for update to andromede_portal
  using ((select app.operated_projects()) is null or project_id = any ((select app.operated_projects())::text[]));
create policy instance_snapshots_changed on instance_snapshots as restrictive for update to andromede_portal
  using ((select app.operated_projects()) is null or project_id = any ((select app.operated_projects())::text[]));
create policy private_images_changed on private_images as restrictive for update to andromede_portal
  using ((select app.operated_projects()) is null or project_id = any ((select app.operated_projects())::text[]));
create policy private_networks_changed on private_networks as restrictive for update to andromede_portal
  using ((select app.operated_projects()) is null or project_id = any ((select app.operated_projects())::text[]));

alter table project_roles enable row level security;
alter table project_roles force row level security;
create policy project_roles_portal on project_roles to andromede_portal using (organisation_id = app.current_organisation()) with check (organisation_id = app.current_organisation());
create policy project_roles_own on project_roles for select to andromede_portal
  using (exists (select from organisation_members m where m.id = member_id and m.account_id = app.current_account()));
create policy project_roles_staff on project_roles to andromede_operator, andromede_worker, andromede_migrator using (true) with check (true);
grant select, insert, update, delete on project_roles to andromede_portal;
grant select on project_roles to andromede_operator, andromede_worker;

alter table self_approvals enable row level security;
alter table self_approvals force row level security;
create policy self_approvals_portal on self_approvals to andromede_portal using (organisation_id = app.current_organisation()) with check (organisation_id = app.current_organisation());
create policy self_approvals_staff on self_approvals to andromede_operator, andromede_worker, andromede_migrator using (true) with check (true);
grant select, insert, update, delete on self_approvals to andromede_portal;
grant select on self_approvals to andromede_operator, andromede_worker;
