-- What servers use: workers write it, their organisation and staff read it.
alter table metric_samples enable row level security;
alter table metric_samples force row level security;
create policy metric_samples_portal on metric_samples for select to andromede_portal using (organisation_id = app.current_organisation());
create policy metric_samples_staff on metric_samples to andromede_operator, andromede_worker, andromede_migrator using (true) with check (true);
alter table instance_metrics enable row level security;
alter table instance_metrics force row level security;
create policy instance_metrics_portal on instance_metrics for select to andromede_portal using (organisation_id = app.current_organisation());
create policy instance_metrics_staff on instance_metrics to andromede_operator, andromede_worker, andromede_migrator using (true) with check (true);
grant select on metric_samples, instance_metrics to andromede_portal;
grant select on metric_samples, instance_metrics, host_metrics to andromede_operator;
grant select, insert, delete on metric_samples, instance_metrics, host_metrics to andromede_worker;
