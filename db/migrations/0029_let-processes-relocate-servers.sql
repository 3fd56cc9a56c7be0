-- Staff start relocations and turn them; the worker carries them out. A customer sees its own servers alone, never
-- where they stand or go, and of a relocation only when and why; it may choose when.
alter table relocation_moves enable row level security;
alter table relocation_moves force row level security;
create policy relocation_moves_portal on relocation_moves to andromede_portal using (organisation_id = app.current_organisation()) with check (organisation_id = app.current_organisation());
create policy relocation_moves_staff on relocation_moves to andromede_operator, andromede_worker, andromede_migrator using (true) with check (true);
alter table relocations enable row level security;
alter table relocations force row level security;
create policy relocations_portal on relocations for select to andromede_portal using (exists (select from relocation_moves m where m.relocation_id = relocations.id));
create policy relocations_staff on relocations to andromede_operator, andromede_worker, andromede_migrator using (true) with check (true);

grant select (relocation_id, instance_id, organisation_id, position, state, slot_at, slot_chosen_at, started_at, finished_at) on relocation_moves to andromede_portal;
grant update (slot_at, slot_chosen_at) on relocation_moves to andromede_portal;
grant select (id, zone_id, kind, state, reason, starts_at, ends_at, created_at, finished_at) on relocations to andromede_portal;
grant select, insert on relocations, relocation_moves to andromede_operator;
grant update (state, finished_at) on relocations to andromede_operator;
grant update (state, failure_code, replans, finished_at) on relocation_moves to andromede_operator;
grant select on relocations to andromede_worker;
grant update (state, finished_at) on relocations to andromede_worker;
grant select, insert, update on relocation_moves to andromede_worker;

grant select, insert on capacity_samples to andromede_worker;
grant select on capacity_samples to andromede_operator;
grant select, insert, update on forecast_thresholds to andromede_operator;
