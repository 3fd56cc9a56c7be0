-- An organisation sets its watch and reads what was found of the projects it sees; the worker finds and tells. What was
-- found is never changed. Of a schedule the site writes the secret and reads it never; a month of it is the worker's.
alter table cost_watches enable row level security;
alter table cost_watches force row level security;
create policy cost_watches_portal on cost_watches to andromede_portal using (organisation_id = app.current_organisation()) with check (organisation_id = app.current_organisation());
create policy cost_watches_staff on cost_watches to andromede_operator, andromede_worker, andromede_migrator using (true) with check (true);
grant select, insert (organisation_id, is_on, minimum_cents, updated_at), update (is_on, minimum_cents, updated_at) on cost_watches to andromede_portal;
grant select, insert, update (examined_day) on cost_watches to andromede_worker;
--> statement-breakpoint
alter table cost_anomalies enable row level security;
alter table cost_anomalies force row level security;
create policy cost_anomalies_portal on cost_anomalies to andromede_portal using (organisation_id = app.current_organisation()) with check (organisation_id = app.current_organisation());
create policy cost_anomalies_staff on cost_anomalies to andromede_operator, andromede_worker, andromede_migrator using (true) with check (true);
create policy cost_anomalies_visible on cost_anomalies as restrictive for select to andromede_portal
  using ((select app.visible_projects()) is null or project_id = any ((select app.visible_projects())::text[]));
grant select on cost_anomalies to andromede_portal;
grant select, insert on cost_anomalies to andromede_worker;
create trigger cost_anomalies_append_only before update or delete or truncate on cost_anomalies for each statement execute function app.refuse_change();
--> statement-breakpoint
alter table export_schedules enable row level security;
alter table export_schedules force row level security;
create policy export_schedules_portal on export_schedules to andromede_portal using (organisation_id = app.current_organisation()) with check (organisation_id = app.current_organisation());
create policy export_schedules_staff on export_schedules to andromede_operator, andromede_worker, andromede_migrator using (true) with check (true);
grant select (id, organisation_id, kind, format, destination, endpoint, region, bucket, prefix, access_key_id, locale, created_by_account_id, created_at, ended_at), insert, update (ended_at) on export_schedules to andromede_portal;
grant select on export_schedules to andromede_worker;
--> statement-breakpoint
alter table scheduled_exports enable row level security;
alter table scheduled_exports force row level security;
create policy scheduled_exports_portal on scheduled_exports to andromede_portal using (organisation_id = app.current_organisation()) with check (organisation_id = app.current_organisation());
create policy scheduled_exports_staff on scheduled_exports to andromede_operator, andromede_worker, andromede_migrator using (true) with check (true);
grant select on scheduled_exports to andromede_portal;
grant select, insert, update (export_id, state, attempts, next_attempt_at, failure, finished_at) on scheduled_exports to andromede_worker;
--> statement-breakpoint
grant insert on export_jobs to andromede_worker;
grant select, insert, delete on mail_attachments to andromede_worker;
