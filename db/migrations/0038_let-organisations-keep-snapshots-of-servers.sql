-- Snapshots of servers: their organisation's alone; the portal asks for them, the worker makes them.
alter table instance_snapshots enable row level security;
alter table instance_snapshots force row level security;
create policy instance_snapshots_portal on instance_snapshots to andromede_portal using (organisation_id = app.current_organisation()) with check (organisation_id = app.current_organisation());
create policy instance_snapshots_staff on instance_snapshots to andromede_operator, andromede_worker, andromede_migrator using (true) with check (true);
grant select, insert, update on instance_snapshots to andromede_portal, andromede_worker;
grant select on instance_snapshots to andromede_operator;
