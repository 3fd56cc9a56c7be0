-- Tenancy is held by the database: row-level security is enabled and forced on every table that belongs
-- to an organisation. The portal sees the organisation set inside the transaction (`app.organisation_id`)
-- and, where a person acts before choosing one, the rows of the account (`app.account_id`). The operator's
-- and the worker's roles see all rows of the tables they are granted. The migrator owns the
-- `security definer` functions, and forced policies bind owners too: hence its own policy.
create extension if not exists btree_gist;
create schema if not exists app;
grant usage on schema app to andromede_portal, andromede_operator, andromede_worker;
grant usage on schema public to andromede_portal, andromede_operator, andromede_worker;

create function app.current_organisation() returns text language sql stable as
$$ select nullif(current_setting('app.organisation_id', true), '') $$;
create function app.current_account() returns text language sql stable as
$$ select nullif(current_setting('app.account_id', true), '') $$;
grant execute on function app.current_organisation(), app.current_account() to andromede_portal, andromede_operator, andromede_worker;

alter table organisation_members enable row level security;
alter table organisation_members force row level security;
create policy organisation_members_portal on organisation_members to andromede_portal using (organisation_id = app.current_organisation()) with check (organisation_id = app.current_organisation());
create policy organisation_members_staff on organisation_members to andromede_operator, andromede_worker, andromede_migrator using (true) with check (true);

alter table join_requests enable row level security;
alter table join_requests force row level security;
create policy join_requests_portal on join_requests to andromede_portal using (organisation_id = app.current_organisation()) with check (organisation_id = app.current_organisation());
create policy join_requests_staff on join_requests to andromede_operator, andromede_worker, andromede_migrator using (true) with check (true);

alter table moderation_events enable row level security;
alter table moderation_events force row level security;
create policy moderation_events_portal on moderation_events to andromede_portal using (organisation_id = app.current_organisation()) with check (organisation_id = app.current_organisation());
create policy moderation_events_staff on moderation_events to andromede_operator, andromede_worker, andromede_migrator using (true) with check (true);

alter table projects enable row level security;
alter table projects force row level security;
create policy projects_portal on projects to andromede_portal using (organisation_id = app.current_organisation()) with check (organisation_id = app.current_organisation());
create policy projects_staff on projects to andromede_operator, andromede_worker, andromede_migrator using (true) with check (true);

alter table legal_acceptances enable row level security;
alter table legal_acceptances force row level security;
create policy legal_acceptances_portal on legal_acceptances to andromede_portal using (organisation_id = app.current_organisation()) with check (organisation_id = app.current_organisation());
create policy legal_acceptances_staff on legal_acceptances to andromede_operator, andromede_worker, andromede_migrator using (true) with check (true);

alter table ssh_keys enable row level security;
alter table ssh_keys force row level security;
create policy ssh_keys_portal on ssh_keys to andromede_portal using (organisation_id = app.current_organisation()) with check (organisation_id = app.current_organisation());
create policy ssh_keys_staff on ssh_keys to andromede_operator, andromede_worker, andromede_migrator using (true) with check (true);

alter table allocations enable row level security;
alter table allocations force row level security;
create policy allocations_portal on allocations to andromede_portal using (organisation_id = app.current_organisation()) with check (organisation_id = app.current_organisation());
create policy allocations_staff on allocations to andromede_operator, andromede_worker, andromede_migrator using (true) with check (true);

alter table quotas enable row level security;
alter table quotas force row level security;
create policy quotas_portal on quotas to andromede_portal using (organisation_id = app.current_organisation()) with check (organisation_id = app.current_organisation());
create policy quotas_staff on quotas to andromede_operator, andromede_worker, andromede_migrator using (true) with check (true);

alter table orders enable row level security;
alter table orders force row level security;
create policy orders_portal on orders to andromede_portal using (organisation_id = app.current_organisation()) with check (organisation_id = app.current_organisation());
create policy orders_staff on orders to andromede_operator, andromede_worker, andromede_migrator using (true) with check (true);

alter table order_lines enable row level security;
alter table order_lines force row level security;
create policy order_lines_portal on order_lines to andromede_portal using (organisation_id = app.current_organisation()) with check (organisation_id = app.current_organisation());
create policy order_lines_staff on order_lines to andromede_operator, andromede_worker, andromede_migrator using (true) with check (true);

alter table idempotency_keys enable row level security;
alter table idempotency_keys force row level security;
create policy idempotency_keys_portal on idempotency_keys to andromede_portal using (organisation_id = app.current_organisation()) with check (organisation_id = app.current_organisation());
create policy idempotency_keys_staff on idempotency_keys to andromede_operator, andromede_worker, andromede_migrator using (true) with check (true);

alter table instances enable row level security;
alter table instances force row level security;
create policy instances_portal on instances to andromede_portal using (organisation_id = app.current_organisation()) with check (organisation_id = app.current_organisation());
create policy instances_staff on instances to andromede_operator, andromede_worker, andromede_migrator using (true) with check (true);

alter table volumes enable row level security;
alter table volumes force row level security;
create policy volumes_portal on volumes to andromede_portal using (organisation_id = app.current_organisation()) with check (organisation_id = app.current_organisation());
create policy volumes_staff on volumes to andromede_operator, andromede_worker, andromede_migrator using (true) with check (true);

alter table state_transitions enable row level security;
alter table state_transitions force row level security;
create policy state_transitions_portal on state_transitions to andromede_portal using (organisation_id = app.current_organisation()) with check (organisation_id = app.current_organisation());
create policy state_transitions_staff on state_transitions to andromede_operator, andromede_worker, andromede_migrator using (true) with check (true);

alter table usage_intervals enable row level security;
alter table usage_intervals force row level security;
create policy usage_intervals_portal on usage_intervals to andromede_portal using (organisation_id = app.current_organisation()) with check (organisation_id = app.current_organisation());
create policy usage_intervals_staff on usage_intervals to andromede_operator, andromede_worker, andromede_migrator using (true) with check (true);

alter table sagas enable row level security;
alter table sagas force row level security;
create policy sagas_portal on sagas to andromede_portal using (organisation_id = app.current_organisation()) with check (organisation_id = app.current_organisation());
create policy sagas_staff on sagas to andromede_operator, andromede_worker, andromede_migrator using (true) with check (true);

alter table saga_steps enable row level security;
alter table saga_steps force row level security;
create policy saga_steps_portal on saga_steps to andromede_portal using (organisation_id = app.current_organisation()) with check (organisation_id = app.current_organisation());
create policy saga_steps_staff on saga_steps to andromede_operator, andromede_worker, andromede_migrator using (true) with check (true);

alter table notices enable row level security;
alter table notices force row level security;
create policy notices_portal on notices to andromede_portal using (organisation_id = app.current_organisation()) with check (organisation_id = app.current_organisation());
create policy notices_staff on notices to andromede_operator, andromede_worker, andromede_migrator using (true) with check (true);

alter table stored_documents enable row level security;
alter table stored_documents force row level security;
create policy stored_documents_portal on stored_documents to andromede_portal using (organisation_id = app.current_organisation()) with check (organisation_id = app.current_organisation());
create policy stored_documents_staff on stored_documents to andromede_operator, andromede_worker, andromede_migrator using (true) with check (true);

alter table organisations enable row level security;
alter table organisations force row level security;
create policy organisations_portal on organisations to andromede_portal using (id = app.current_organisation()) with check (id = app.current_organisation());
create policy organisations_staff on organisations to andromede_operator, andromede_worker, andromede_migrator using (true) with check (true);

alter table audit_events enable row level security;
alter table audit_events force row level security;
create policy audit_events_portal on audit_events to andromede_portal using (organisation_id = app.current_organisation()) with check (organisation_id = app.current_organisation());
create policy audit_events_staff on audit_events to andromede_operator, andromede_worker, andromede_migrator using (true) with check (true);

-- Account-scoped: which organisations am I a member of, what did I ask to join.
create policy organisation_members_own on organisation_members for select to andromede_portal using (account_id = app.current_account());
create policy organisations_own on organisations for select to andromede_portal
  using (exists (select 1 from organisation_members m where m.organisation_id = organisations.id and m.account_id = app.current_account() and m.removed_at is null));
create policy join_requests_own on join_requests for select to andromede_portal using (account_id = app.current_account());
create policy join_requests_ask on join_requests for insert to andromede_portal with check (account_id = app.current_account() and state = 'pending');
-- Acts before any organisation exists (sign-up, sign-in) are audited without one.
create policy audit_events_without on audit_events for insert to andromede_portal with check (organisation_id is null);

-- Mail holds single-use links: the customers' site may read it only where the mailbox page is open (embedded mode).
alter table mail_messages enable row level security;
alter table mail_messages force row level security;
create policy mail_messages_write on mail_messages for insert to andromede_portal, andromede_operator with check (state = 'queued');
create policy mail_messages_mailbox on mail_messages for select to andromede_portal, andromede_operator
  using (exists (select 1 from installation_facts f where f.name = 'mailbox' and f.value = 'open'));
create policy mail_messages_worker on mail_messages to andromede_worker, andromede_migrator using (true) with check (true);

-- No two intervals of one meter of one resource overlap; adjacent ones may touch.
alter table usage_intervals add constraint usage_intervals_no_overlap
  exclude using gist (resource_id with =, meter with =, tstzrange(started_at, ended_at, '[)') with &&);
-- One price in force at a time.
alter table price_versions add constraint price_versions_no_overlap
  exclude using gist (bundle_id with =, meter with =, tstzrange(valid_from, valid_to, '[)') with &&);
