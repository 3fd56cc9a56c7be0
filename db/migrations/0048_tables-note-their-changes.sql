-- outside a transaction
-- Each statement locks one table, and is committed before the next: locks of many tables would block orders.

-- Rows of projects. Updates of a worker's own bookkeeping are no changes.
create or replace trigger instances_noted after insert or delete on instances for each row execute function app.note_project_change('resources');
create or replace trigger instances_noted_again after update on instances for each row when (old.* is distinct from new.*)
  execute function app.note_project_change('resources');
create or replace trigger volumes_noted after insert or delete on volumes for each row execute function app.note_project_change('resources');
create or replace trigger volumes_noted_again after update on volumes for each row when (old.* is distinct from new.*)
  execute function app.note_project_change('resources');
create or replace trigger volume_snapshots_noted after insert or delete on volume_snapshots for each row execute function app.note_project_change('resources');
create or replace trigger volume_snapshots_noted_again after update on volume_snapshots for each row when (old.* is distinct from new.*)
  execute function app.note_project_change('resources');
create or replace trigger instance_snapshots_noted after insert or delete on instance_snapshots for each row execute function app.note_project_change('resources');
create or replace trigger instance_snapshots_noted_again after update on instance_snapshots for each row when (old.* is distinct from new.*)
  execute function app.note_project_change('resources');
create or replace trigger volume_backups_noted after insert or delete on volume_backups for each row execute function app.note_project_change('resources');
create or replace trigger volume_backups_noted_again after update on volume_backups for each row when (old.* is distinct from new.*)
  execute function app.note_project_change('resources');
create or replace trigger private_images_noted after insert or delete on private_images for each row execute function app.note_project_change('resources');
create or replace trigger private_images_noted_again after update on private_images for each row when (old.* is distinct from new.*)
  execute function app.note_project_change('resources');
create or replace trigger private_networks_noted after insert or delete on private_networks for each row execute function app.note_project_change('resources');
create or replace trigger private_networks_noted_again after update on private_networks for each row when ((old.name, old.has_exit, old.deleted_at, old.removed_at, old.applied_revision, old.revision, old.not_in_force_since, old.filters_inside) is distinct from (new.name, new.has_exit, new.deleted_at, new.removed_at, new.applied_revision, new.revision, new.not_in_force_since, new.filters_inside))
  execute function app.note_project_change('resources');
create or replace trigger public_addresses_noted after insert or delete on public_addresses for each row execute function app.note_project_change('resources');
create or replace trigger public_addresses_noted_again after update on public_addresses for each row when ((old.instance_id, old.balancer_id, old.released_at, old.revision, old.applied_revision, old.failure_code) is distinct from (new.instance_id, new.balancer_id, new.released_at, new.revision, new.applied_revision, new.failure_code))
  execute function app.note_project_change('resources');
create or replace trigger balancers_noted after insert or delete on balancers for each row execute function app.note_project_change('resources');
create or replace trigger balancers_noted_again after update on balancers for each row when ((old.name, old.state, old.settings, old.applied_digest, old.is_serving, old.pool_down_since, old.failure_code, old.renew_at) is distinct from (new.name, new.state, new.settings, new.applied_digest, new.is_serving, new.pool_down_since, new.failure_code, new.renew_at))
  execute function app.note_project_change('resources');
create or replace trigger certificates_noted after insert or delete on certificates for each row execute function app.note_project_change('resources');
create or replace trigger certificates_noted_again after update on certificates for each row when (old.* is distinct from new.*)
  execute function app.note_project_change('resources');
create or replace trigger names_noted after insert or delete on names for each row execute function app.note_project_change('resources');
create or replace trigger names_noted_again after update on names for each row when (old.* is distinct from new.*)
  execute function app.note_project_change('resources');
create or replace trigger name_records_noted after insert or delete on name_records for each row execute function app.note_project_change('resources');
create or replace trigger name_records_noted_again after update on name_records for each row when ((old.contents, old.applied_revision, old.failure_code) is distinct from (new.contents, new.applied_revision, new.failure_code))
  execute function app.note_project_change('resources');
create or replace trigger rule_sets_noted after insert or delete on rule_sets for each row execute function app.note_project_change('resources');
create or replace trigger rule_sets_noted_again after update on rule_sets for each row when (old.* is distinct from new.*)
  execute function app.note_project_change('resources');
create or replace trigger reach_tests_noted after insert or delete on reach_tests for each row execute function app.note_project_change('resources');
create or replace trigger reach_tests_noted_again after update on reach_tests for each row when (old.* is distinct from new.*)
  execute function app.note_project_change('resources');
create or replace trigger orders_noted after insert or delete on orders for each row execute function app.note_project_change('orders');
create or replace trigger orders_noted_again after update on orders for each row when (old.* is distinct from new.*)
  execute function app.note_project_change('orders');
create or replace trigger order_lines_noted after insert or delete on order_lines for each row execute function app.note_project_change('orders');
create or replace trigger order_lines_noted_again after update on order_lines for each row when (old.* is distinct from new.*)
  execute function app.note_project_change('orders');
create or replace trigger held_orders_noted after insert or delete on held_orders for each row execute function app.note_project_change('orders');
create or replace trigger held_orders_noted_again after update on held_orders for each row when ((old.approvals_needed, old.expires_at, old.obstacle, old.obstructed_at) is distinct from (new.approvals_needed, new.expires_at, new.obstacle, new.obstructed_at))
  execute function app.note_project_change('orders');
create or replace trigger cost_changes_noted after insert on cost_changes for each row execute function app.note_project_change('orders');

-- Rows of a server.
create or replace trigger first_boots_noted after insert or delete on first_boots for each row execute function app.note_instance_change('resources');
create or replace trigger first_boots_noted_again after update on first_boots for each row when ((old.state, old.error) is distinct from (new.state, new.error))
  execute function app.note_instance_change('resources');
create or replace trigger balancer_backends_noted after insert or delete on balancer_backends for each row execute function app.note_instance_change('resources');
create or replace trigger balancer_backends_noted_again after update on balancer_backends for each row when ((old.health, old.is_draining) is distinct from (new.health, new.is_draining))
  execute function app.note_instance_change('resources');
create or replace trigger instance_probes_noted after insert or delete on instance_probes for each row execute function app.note_instance_change('resources');
create or replace trigger instance_probes_noted_again after update on instance_probes for each row when ((old.reading, old.name, old.alerted_at) is distinct from (new.reading, new.name, new.alerted_at))
  execute function app.note_instance_change('resources');

-- Rows of organisations.
create or replace trigger firewall_rules_noted after insert or delete on firewall_rules for each row execute function app.note_organisation_change('resources');
create or replace trigger firewall_rules_noted_again after update on firewall_rules for each row when (old.* is distinct from new.*)
  execute function app.note_organisation_change('resources');
create or replace trigger certificate_orders_noted after insert or delete on certificate_orders for each row execute function app.note_organisation_change('resources');
create or replace trigger certificate_orders_noted_again after update on certificate_orders for each row when ((old.state, old.failure_code) is distinct from (new.state, new.failure_code))
  execute function app.note_organisation_change('resources');
create or replace trigger snapshot_schedules_noted after insert or delete on snapshot_schedules for each row execute function app.note_organisation_change('resources');
create or replace trigger snapshot_schedules_noted_again after update on snapshot_schedules for each row when ((old.rhythm, old.failure_code, old.failed_at) is distinct from (new.rhythm, new.failure_code, new.failed_at))
  execute function app.note_organisation_change('resources');
create or replace trigger approval_decisions_noted after insert on approval_decisions for each row execute function app.note_organisation_change('orders');
create or replace trigger quotes_noted after insert or delete on quotes for each row execute function app.note_organisation_change('orders');
create or replace trigger quotes_noted_again after update on quotes for each row when (old.* is distinct from new.*)
  execute function app.note_organisation_change('orders');
create or replace trigger quote_signatures_noted after insert on quote_signatures for each row execute function app.note_organisation_change('orders');
create or replace trigger quota_requests_noted after insert or delete on quota_requests for each row execute function app.note_organisation_change('orders');
create or replace trigger quota_requests_noted_again after update on quota_requests for each row when (old.state is distinct from new.state)
  execute function app.note_organisation_change('orders');
create or replace trigger export_jobs_noted after insert or delete on export_jobs for each row execute function app.note_organisation_change('billing');
create or replace trigger export_jobs_noted_again after update on export_jobs for each row when ((old.state, old.bytes) is distinct from (new.state, new.bytes))
  execute function app.note_organisation_change('billing');
create or replace trigger card_payments_noted after insert or delete on card_payments for each row execute function app.note_organisation_change('billing');
create or replace trigger card_payments_noted_again after update on card_payments for each row when ((old.state, old.page_url) is distinct from (new.state, new.page_url))
  execute function app.note_organisation_change('billing');
create or replace trigger billing_documents_noted after insert or delete on billing_documents for each row execute function app.note_organisation_change('billing');
create or replace trigger billing_documents_noted_again after update on billing_documents for each row when (old.state is distinct from new.state)
  execute function app.note_organisation_change('billing');
create or replace trigger relocation_moves_noted after insert or delete on relocation_moves for each row execute function app.note_organisation_change('resources');
create or replace trigger relocation_moves_noted_again after update on relocation_moves for each row when ((old.state, old.slot_at, old.slot_chosen_at, old.failure_code) is distinct from (new.state, new.slot_at, new.slot_chosen_at, new.failure_code))
  execute function app.note_organisation_change('resources');
create or replace trigger server_recoveries_noted after insert or delete on server_recoveries for each row execute function app.note_organisation_change('resources');
create or replace trigger server_recoveries_noted_again after update on server_recoveries for each row when ((old.state, old.failure_code) is distinct from (new.state, new.failure_code))
  execute function app.note_organisation_change('resources');

-- Sagas and their steps: an order page shows each step.
create or replace trigger sagas_noted after insert on sagas for each row execute function app.note_saga_change();
create or replace trigger sagas_noted_again after update on sagas for each row when ((old.state, old.failure_code) is distinct from (new.state, new.failure_code))
  execute function app.note_saga_change();
create or replace trigger saga_steps_noted_again after update on saga_steps for each row when ((old.state, old.attempt, old.error_code) is distinct from (new.state, new.attempt, new.error_code))
  execute function app.note_saga_change();

-- Incidents and maintenance concern everyone.
create or replace trigger incidents_noted after insert or delete on incidents for each row execute function app.note_general_change('incidents', 'everyone');
create or replace trigger incidents_noted_again after update on incidents for each row when (old.* is distinct from new.*)
  execute function app.note_general_change('incidents', 'everyone');
create or replace trigger incident_updates_noted after insert on incident_updates for each row execute function app.note_general_change('incidents', 'everyone');
create or replace trigger maintenance_windows_noted after insert or delete on maintenance_windows for each row execute function app.note_general_change('incidents', 'everyone');
create or replace trigger maintenance_windows_noted_again after update on maintenance_windows for each row when (old.* is distinct from new.*)
  execute function app.note_general_change('incidents', 'everyone');
create or replace trigger incident_resources_noted after insert or delete on incident_resources for each row execute function app.note_organisation_change('incidents');
create or replace trigger incident_resources_noted_again after update on incident_resources for each row when (old.to_at is distinct from new.to_at)
  execute function app.note_organisation_change('incidents');
create or replace trigger maintenance_resources_noted after insert or delete on maintenance_resources for each row execute function app.note_organisation_change('incidents');

-- What only staff see.
create or replace trigger relocations_noted after insert on relocations for each row execute function app.note_general_change('operations', 'staff');
create or replace trigger relocations_noted_again after update on relocations for each row when (old.state is distinct from new.state)
  execute function app.note_general_change('operations', 'staff');
create or replace trigger hypervisors_noted after insert on hypervisors for each row execute function app.note_general_change('operations', 'staff');
create or replace trigger hypervisors_noted_again after update on hypervisors for each row when ((old.state, old.revision, old.failure_code) is distinct from (new.state, new.revision, new.failure_code))
  execute function app.note_general_change('operations', 'staff');
create or replace trigger host_losses_noted after insert on host_losses for each row execute function app.note_general_change('operations', 'staff');
create or replace trigger host_losses_noted_again after update on host_losses for each row when (old.* is distinct from new.*)
  execute function app.note_general_change('operations', 'staff');
create or replace trigger recoveries_noted after insert on recoveries for each row execute function app.note_general_change('operations', 'staff');
create or replace trigger recoveries_noted_again after update on recoveries for each row when (old.* is distinct from new.*)
  execute function app.note_general_change('operations', 'staff');
create or replace trigger adoptions_noted after insert on adoptions for each row execute function app.note_general_change('operations', 'staff');
create or replace trigger adoptions_noted_again after update on adoptions for each row when (old.* is distinct from new.*)
  execute function app.note_general_change('operations', 'staff');
create or replace trigger billing_runs_noted after insert on billing_runs for each row execute function app.note_general_change('operations', 'staff');
create or replace trigger billing_runs_noted_again after update on billing_runs for each row when (old.state is distinct from new.state)
  execute function app.note_general_change('operations', 'staff');
create or replace trigger billing_run_items_noted after insert on billing_run_items for each row execute function app.note_general_change('operations', 'staff');
create or replace trigger billing_run_items_noted_again after update on billing_run_items for each row when (old.state is distinct from new.state)
  execute function app.note_general_change('operations', 'staff');
create or replace trigger zone_comparisons_noted after insert on zone_comparisons for each row execute function app.note_general_change('operations', 'staff');
create or replace trigger zone_comparisons_noted_again after update on zone_comparisons for each row when (old.compared_at is distinct from new.compared_at)
  execute function app.note_general_change('operations', 'staff');

-- The end of a session, and what its person may see.
create or replace trigger account_sessions_noted_again after update on account_sessions for each row when (old.ended_at is distinct from new.ended_at)
  execute function app.note_access_change('account_id');
create or replace trigger staff_sessions_noted_again after update on staff_sessions for each row when (old.ended_at is distinct from new.ended_at)
  execute function app.note_access_change('staff_id');
create or replace trigger accounts_noted_again after update on accounts for each row when (old.disabled_at is distinct from new.disabled_at)
  execute function app.note_access_change('id');
create or replace trigger staff_accounts_noted_again after update on staff_accounts for each row when ((old.disabled_at, old.roles) is distinct from (new.disabled_at, new.roles))
  execute function app.note_access_change('id');
create or replace trigger organisation_members_noted after delete on organisation_members for each row execute function app.note_access_change('account_id');
create or replace trigger organisation_members_noted_again after update on organisation_members for each row when ((old.role, old.removed_at) is distinct from (new.role, new.removed_at))
  execute function app.note_access_change('account_id');
create or replace trigger project_roles_noted after insert or delete on project_roles for each row execute function app.note_access_change('member_id');
create or replace trigger project_roles_noted_again after update on project_roles for each row when (old.role is distinct from new.role)
  execute function app.note_access_change('member_id');
create or replace trigger organisations_noted_again after update on organisations for each row when (old.state is distinct from new.state)
  execute function app.note_access_change('id');
