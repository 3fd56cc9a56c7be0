-- The worker alone measures: what it saw is written once. A customer reads what was seen of the resources it sees, and
-- what belongs to everybody (zones, our own sites). What is promised is published and never changed; a decision is taken
-- back, not changed; what was said of an incident stays said.
grant select on service_contracts, bundle_objectives, zone_objectives to andromede_portal, andromede_worker;
grant select, insert on service_contracts, bundle_objectives, zone_objectives to andromede_operator;
create trigger service_contracts_append_only before update or delete or truncate on service_contracts for each statement execute function app.refuse_change();
create trigger bundle_objectives_append_only before update or delete or truncate on bundle_objectives for each statement execute function app.refuse_change();
create trigger zone_objectives_append_only before update or delete or truncate on zone_objectives for each statement execute function app.refuse_change();
--> statement-breakpoint
grant select (id, zone_id, kind, name, last_round_at, created_at, retired_at) on probe_vantages to andromede_portal;
grant select on probe_vantages to andromede_operator;
grant select, insert, update (fence, lease_holder, lease_until, last_round_at, failed_at, failure_text, retired_at) on probe_vantages to andromede_worker;
grant select on probe_gaps to andromede_portal, andromede_operator;
grant select, insert on probe_gaps to andromede_worker;
create trigger probe_gaps_append_only before update or delete or truncate on probe_gaps for each statement execute function app.refuse_change();
grant select on probe_hours to andromede_operator;
grant select, insert, update (rounds, failed_rounds, subjects_max, total_ms, longest_ms) on probe_hours to andromede_worker;
--> statement-breakpoint
alter table probe_states enable row level security;
alter table probe_states force row level security;
create policy probe_states_portal on probe_states for select to andromede_portal using (
  organisation_id is null or (organisation_id = app.current_organisation()
    and (exists (select 1 from instances i where i.id = subject_id) or exists (select 1 from volumes v where v.id = subject_id))));
create policy probe_states_staff on probe_states to andromede_operator, andromede_worker, andromede_migrator using (true) with check (true);
grant select on probe_states to andromede_portal, andromede_operator;
grant select, insert, update (reading, state), delete on probe_states to andromede_worker;
--> statement-breakpoint
alter table probe_transitions enable row level security;
alter table probe_transitions force row level security;
create policy probe_transitions_portal on probe_transitions for select to andromede_portal using (
  organisation_id is null or (organisation_id = app.current_organisation()
    and (exists (select 1 from instances i where i.id = subject_id) or exists (select 1 from volumes v where v.id = subject_id))));
create policy probe_transitions_staff on probe_transitions to andromede_operator, andromede_worker, andromede_migrator using (true) with check (true);
grant select on probe_transitions to andromede_portal, andromede_operator;
grant select, insert on probe_transitions to andromede_worker;
create trigger probe_transitions_append_only before update or delete or truncate on probe_transitions for each statement execute function app.refuse_change();
--> statement-breakpoint
alter table excluded_resources enable row level security;
alter table excluded_resources force row level security;
create policy excluded_resources_portal on excluded_resources for select to andromede_portal using (
  organisation_id = app.current_organisation()
    and (exists (select 1 from instances i where i.id = subject_id) or exists (select 1 from volumes v where v.id = subject_id)));
create policy excluded_resources_staff on excluded_resources to andromede_operator, andromede_worker, andromede_migrator using (true) with check (true);
grant select on excluded_resources to andromede_portal, andromede_worker;
grant select, insert on excluded_resources to andromede_operator;
create trigger excluded_resources_append_only before update or delete or truncate on excluded_resources for each statement execute function app.refuse_change();
grant select (id, rule, scope_kind, scope_id, from_at, to_at, reason, decided_at, revoked_at) on exclusion_decisions to andromede_portal;
grant select on exclusion_decisions to andromede_worker;
grant select, insert, update (revoked_by_staff_id, revoked_at) on exclusion_decisions to andromede_operator;
create trigger exclusion_decisions_keep before delete or truncate on exclusion_decisions for each statement execute function app.refuse_change();
--> statement-breakpoint
alter table incident_resources enable row level security;
alter table incident_resources force row level security;
create policy incident_resources_portal on incident_resources for select to andromede_portal using (
  organisation_id = app.current_organisation()
    and (exists (select 1 from instances i where i.id = subject_id) or exists (select 1 from volumes v where v.id = subject_id)));
create policy incident_resources_staff on incident_resources to andromede_operator, andromede_worker, andromede_migrator using (true) with check (true);
grant select on incident_resources to andromede_portal;
grant select, insert, update (from_at, to_at) on incident_resources to andromede_operator, andromede_worker;
create trigger incident_resources_keep before delete or truncate on incident_resources for each statement execute function app.refuse_change();
--> statement-breakpoint
alter table incidents enable row level security;
alter table incidents force row level security;
create policy incidents_portal on incidents for select to andromede_portal using (
  state not in ('proposed', 'dismissed') or exists (select 1 from incident_resources r where r.incident_id = id));
create policy incidents_staff on incidents to andromede_operator, andromede_worker, andromede_migrator using (true) with check (true);
grant select on incidents to andromede_portal;
grant select, insert, update (state, severity, title_fr, title_en, started_at, opened_at, opened_by_staff_id, repaired_at, resolved_at, root_cause_fr, root_cause_en, post_mortem_fr, post_mortem_en) on incidents to andromede_operator, andromede_worker;
create trigger incidents_keep before delete or truncate on incidents for each statement execute function app.refuse_change();
grant select on incident_updates to andromede_portal;
grant select, insert on incident_updates to andromede_operator, andromede_worker;
create trigger incident_updates_append_only before update or delete or truncate on incident_updates for each statement execute function app.refuse_change();
--> statement-breakpoint
alter table maintenance_resources enable row level security;
alter table maintenance_resources force row level security;
create policy maintenance_resources_portal on maintenance_resources for select to andromede_portal using (
  organisation_id = app.current_organisation()
    and (exists (select 1 from instances i where i.id = subject_id) or exists (select 1 from volumes v where v.id = subject_id)));
create policy maintenance_resources_staff on maintenance_resources to andromede_operator, andromede_worker, andromede_migrator using (true) with check (true);
grant select on maintenance_resources to andromede_portal;
grant select, insert, update (told_at) on maintenance_resources to andromede_operator, andromede_worker;
create trigger maintenance_resources_keep before delete or truncate on maintenance_resources for each statement execute function app.refuse_change();
grant select on maintenance_windows to andromede_portal;
grant select, insert, update (title_fr, title_en, description_fr, description_en, starts_at, ends_at, state, announced_at, revision, relocation_id, started_at, ended_at) on maintenance_windows to andromede_operator, andromede_worker;
create trigger maintenance_windows_keep before delete or truncate on maintenance_windows for each statement execute function app.refuse_change();
