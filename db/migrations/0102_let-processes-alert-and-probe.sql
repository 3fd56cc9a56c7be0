-- The worker alone sees that a budget goes too fast, and says that it is over. A customer reads it of the resources it sees.
alter table burn_alerts enable row level security;
alter table burn_alerts force row level security;
create policy burn_alerts_portal on burn_alerts for select to andromede_portal using (
  organisation_id = app.current_organisation()
    and (exists (select 1 from instances i where i.id = subject_id) or exists (select 1 from volumes v where v.id = subject_id)));
create policy burn_alerts_staff on burn_alerts to andromede_operator, andromede_worker, andromede_migrator using (true) with check (true);
grant select on burn_alerts to andromede_portal, andromede_operator;
grant select, insert, update (pace, ended_at) on burn_alerts to andromede_worker;
--> statement-breakpoint
-- Everybody asks for their own mails alone.
alter table service_alert_mails enable row level security;
alter table service_alert_mails force row level security;
create policy service_alert_mails_portal on service_alert_mails to andromede_portal
  using (organisation_id = app.current_organisation() and account_id = app.current_account())
  with check (organisation_id = app.current_organisation() and account_id = app.current_account());
create policy service_alert_mails_staff on service_alert_mails to andromede_worker, andromede_migrator using (true) with check (true);
grant select, insert, delete on service_alert_mails to andromede_portal;
grant select on service_alert_mails to andromede_worker;
--> statement-breakpoint
-- A member sees the probes of the servers it sees and changes those of the servers it operates; what they read is the worker's.
alter table instance_probes enable row level security;
alter table instance_probes force row level security;
create policy instance_probes_portal on instance_probes to andromede_portal
  using (organisation_id = app.current_organisation() and exists (select 1 from instances i where i.id = instance_id))
  with check (organisation_id = app.current_organisation() and exists (select 1 from instances i where i.id = instance_id));
create policy instance_probes_operated on instance_probes as restrictive for insert to andromede_portal
  with check (exists (select 1 from instances i where i.id = instance_id
    and ((select app.operated_projects()) is null or i.project_id = any ((select app.operated_projects())::text[]))));
create policy instance_probes_changed on instance_probes as restrictive for update to andromede_portal
  using (exists (select 1 from instances i where i.id = instance_id
    and ((select app.operated_projects()) is null or i.project_id = any ((select app.operated_projects())::text[]))));
create policy instance_probes_removed on instance_probes as restrictive for delete to andromede_portal
  using (exists (select 1 from instances i where i.id = instance_id
    and ((select app.operated_projects()) is null or i.project_id = any ((select app.operated_projects())::text[]))));
create policy instance_probes_staff on instance_probes to andromede_operator, andromede_worker, andromede_migrator using (true) with check (true);
grant select, insert, delete, update (name, protocol, port, alert_after, alerts_by_mail, next_look_at, looked_at, reading, seen_text, failures, alerted_at) on instance_probes to andromede_portal;
grant select, update (next_look_at, looked_at, reading, seen_text, failures, alerted_at) on instance_probes to andromede_worker;
--> statement-breakpoint
alter table instance_probe_changes enable row level security;
alter table instance_probe_changes force row level security;
create policy instance_probe_changes_portal on instance_probe_changes for select to andromede_portal
  using (organisation_id = app.current_organisation() and exists (select 1 from instance_probes p where p.id = probe_id));
create policy instance_probe_changes_staff on instance_probe_changes to andromede_worker, andromede_migrator using (true) with check (true);
grant select on instance_probe_changes to andromede_portal;
grant select, insert on instance_probe_changes to andromede_worker;
create trigger instance_probe_changes_unchanged before update or truncate on instance_probe_changes for each statement execute function app.refuse_change();
