-- Backups of volumes: their organisation's alone, in the projects that its member sees and operates; the portal asks
-- for them, the worker makes them.
alter table volume_backups enable row level security;
alter table volume_backups force row level security;
create policy volume_backups_portal on volume_backups to andromede_portal using (organisation_id = app.current_organisation()) with check (organisation_id = app.current_organisation());
create policy volume_backups_visible on volume_backups as restrictive for select to andromede_portal
  using ((select app.visible_projects()) is null or project_id = any ((select app.visible_projects())::text[]));
create policy volume_backups_made on volume_backups as restrictive for insert to andromede_portal
  with check ((select app.operated_projects()) is null or project_id = any ((select app.operated_projects())::text[]));
create policy volume_backups_changed on volume_backups as restrictive for update to andromede_portal
  using ((select app.operated_projects()) is null or project_id = any ((select app.operated_projects())::text[]));
create policy volume_backups_staff on volume_backups to andromede_operator, andromede_worker, andromede_migrator using (true) with check (true);
grant select, insert, update on volume_backups to andromede_portal, andromede_worker;
grant select on volume_backups to andromede_operator;
