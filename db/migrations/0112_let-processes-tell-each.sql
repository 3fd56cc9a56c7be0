-- A notice of a project is seen by whoever sees the project; one that tells of no project by whoever sees them all; one of a
-- person by that person. Nobody reads for another any more.
create policy notices_visible on notices as restrictive for select to andromede_portal
  using ((select app.visible_projects()) is null or project_id = any ((select app.visible_projects())::text[])
    or account_id = app.current_account());
create policy notices_own on notices as restrictive for select to andromede_portal
  using (account_id is null or account_id = app.current_account());
revoke update on notices from andromede_portal;
--> statement-breakpoint
alter table notice_readings enable row level security;
alter table notice_readings force row level security;
create policy notice_readings_portal on notice_readings to andromede_portal
  using (organisation_id = app.current_organisation() and account_id = app.current_account())
  with check (organisation_id = app.current_organisation() and account_id = app.current_account());
create policy notice_readings_staff on notice_readings to andromede_migrator using (true) with check (true);
grant select, insert, update (read_up_to) on notice_readings to andromede_portal;
--> statement-breakpoint
-- The organisation adds and removes addresses, their owners confirm and remove them by a link; the worker writes to those
-- that are confirmed and forgets the others after a week.
alter table alert_recipients enable row level security;
alter table alert_recipients force row level security;
create policy alert_recipients_portal on alert_recipients to andromede_portal using (organisation_id = app.current_organisation()) with check (organisation_id = app.current_organisation());
create policy alert_recipients_staff on alert_recipients to andromede_worker, andromede_migrator using (true) with check (true);
grant select, insert, update (confirmed_at), delete on alert_recipients to andromede_portal;
grant select, delete on alert_recipients to andromede_worker;
