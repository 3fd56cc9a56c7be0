-- Orders that wait for a decision came since members were let into single projects: the same for them.
create policy held_orders_visible on held_orders as restrictive for select to andromede_portal
  using ((select app.visible_projects()) is null or project_id = any ((select app.visible_projects())::text[]));
