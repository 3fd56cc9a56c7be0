-- A guest sees the keys that it added itself and those of servers in its projects, and whoever operates some projects only
-- takes away what it added itself: keys of the organisation are given to the servers of all projects.
create policy ssh_keys_visible on ssh_keys as restrictive for select to andromede_portal
  using ((select app.visible_projects()) is null
    or created_by_account_id = (select app.current_account())
    or exists (select 1 from instances i
      where i.organisation_id = ssh_keys.organisation_id and ssh_keys.id = any (i.ssh_key_ids)
        and i.project_id = any ((select app.visible_projects())::text[])));
--> statement-breakpoint
create policy ssh_keys_operated on ssh_keys as restrictive for update to andromede_portal
  using ((select app.operated_projects()) is null or created_by_account_id = (select app.current_account()));
--> statement-breakpoint
create policy ssh_keys_own on ssh_keys as restrictive for insert to andromede_portal
  with check ((select app.operated_projects()) is null or created_by_account_id = (select app.current_account()));
