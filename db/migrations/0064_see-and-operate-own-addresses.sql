-- Public addresses of a project are seen and led by whoever may see and operate it, as its servers are.
create policy public_addresses_visible on public_addresses as restrictive for select to andromede_portal
  using ((select app.visible_projects()) is null or project_id = any ((select app.visible_projects())::text[]));
create policy public_addresses_changed on public_addresses as restrictive for update to andromede_portal
  using ((select app.operated_projects()) is null or project_id = any ((select app.operated_projects())::text[]));
