-- The schedule of a volume's snapshots: its organisation sets it, the worker follows it.
alter table snapshot_schedules enable row level security;
alter table snapshot_schedules force row level security;
create policy snapshot_schedules_portal on snapshot_schedules to andromede_portal using (organisation_id = app.current_organisation()) with check (organisation_id = app.current_organisation());
create policy snapshot_schedules_staff on snapshot_schedules to andromede_operator, andromede_worker, andromede_migrator using (true) with check (true);
grant select, insert, update, delete on snapshot_schedules to andromede_portal;
grant select, update, delete on snapshot_schedules to andromede_worker;
grant select on snapshot_schedules to andromede_operator;
