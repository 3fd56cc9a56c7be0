-- A guest inserts only into projects that the guest operates, as for servers.
create policy balancers_made on balancers as restrictive for insert to andromede_portal
  with check ((select app.operated_projects()) is null or project_id = any ((select app.operated_projects())::text[]));
