-- What organisations ask for, forbid themselves and want to be told. The portal asks for another limit and takes the
-- question back; the answer is the operator's or the worker's. Alerts are the worker's. Webhook secrets are sealed and
-- read by nobody but the worker, which signs with them, and the portal, which replaces them.
alter table quota_requests enable row level security;
alter table quota_requests force row level security;
create policy quota_requests_portal on quota_requests to andromede_portal using (organisation_id = app.current_organisation()) with check (organisation_id = app.current_organisation() and state in ('submitted', 'withdrawn'));
create policy quota_requests_staff on quota_requests to andromede_operator, andromede_worker, andromede_migrator using (true) with check (true);
create policy quota_requests_visible on quota_requests as restrictive for select to andromede_portal
  using ((select app.visible_projects()) is null or project_id = any ((select app.visible_projects())::text[]));
grant select, insert on quota_requests to andromede_portal;
grant update (state, decided_at) on quota_requests to andromede_portal;
grant select, update on quota_requests to andromede_operator, andromede_worker;

alter table budgets enable row level security;
alter table budgets force row level security;
create policy budgets_portal on budgets to andromede_portal using (organisation_id = app.current_organisation()) with check (organisation_id = app.current_organisation());
create policy budgets_staff on budgets to andromede_operator, andromede_worker, andromede_migrator using (true) with check (true);
create policy budgets_visible on budgets as restrictive for select to andromede_portal
  using ((select app.visible_projects()) is null or project_id = any ((select app.visible_projects())::text[]));
grant select, insert, update on budgets to andromede_portal;
grant select on budgets to andromede_operator, andromede_worker;

alter table budget_alerts enable row level security;
alter table budget_alerts force row level security;
create policy budget_alerts_portal on budget_alerts to andromede_portal using (organisation_id = app.current_organisation()) with check (organisation_id = app.current_organisation());
create policy budget_alerts_staff on budget_alerts to andromede_operator, andromede_worker, andromede_migrator using (true) with check (true);
grant select on budget_alerts to andromede_portal, andromede_operator;
grant select, insert on budget_alerts to andromede_worker;

alter table webhook_endpoints enable row level security;
alter table webhook_endpoints force row level security;
create policy webhook_endpoints_portal on webhook_endpoints to andromede_portal using (organisation_id = app.current_organisation()) with check (organisation_id = app.current_organisation());
create policy webhook_endpoints_staff on webhook_endpoints to andromede_operator, andromede_worker, andromede_migrator using (true) with check (true);
grant select, insert, update on webhook_endpoints to andromede_portal;
grant select (id, organisation_id, events, deleted_at) on webhook_endpoints to andromede_operator;
grant select on webhook_endpoints to andromede_worker;

alter table webhook_deliveries enable row level security;
alter table webhook_deliveries force row level security;
create policy webhook_deliveries_portal on webhook_deliveries to andromede_portal using (organisation_id = app.current_organisation()) with check (organisation_id = app.current_organisation());
create policy webhook_deliveries_staff on webhook_deliveries to andromede_operator, andromede_worker, andromede_migrator using (true) with check (true);
grant select, insert on webhook_deliveries to andromede_portal;
grant update (state, attempts, next_attempt_at) on webhook_deliveries to andromede_portal;
grant insert on webhook_deliveries to andromede_operator;
grant select, insert, update, delete on webhook_deliveries to andromede_worker;
