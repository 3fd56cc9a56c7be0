-- An organisation signs and revokes its mandate and reads what it paid; the account number it signed for is read by the
-- operator's site and the worker alone. What came in and what it was for is written by those two; an allocation, a
-- statement and a step are never changed, and of a movement only what was decided about it.
alter table mandates enable row level security;
alter table mandates force row level security;
create policy mandates_portal on mandates to andromede_portal using (organisation_id = app.current_organisation()) with check (organisation_id = app.current_organisation());
create policy mandates_staff on mandates to andromede_operator, andromede_worker, andromede_migrator using (true) with check (true);
grant select (id, organisation_id, selling_entity_id, reference, scheme, state, iban_masked, bic, holder_name, holder_address, signed_by_account_id, signed_at, revoked_at, first_collected_on), insert, update (state, revoked_at) on mandates to andromede_portal;
grant select, update (first_collected_on, state, revoked_at) on mandates to andromede_operator;
grant select, insert, update (first_collected_on, state, revoked_at) on mandates to andromede_worker;
--> statement-breakpoint
create function app.guard_mandate() returns trigger language plpgsql as $$
begin
  if old.state = 'revoked' then raise exception 'a revoked mandate stays revoked' using errcode = 'insufficient_privilege'; end if;
  return new;
end $$;
--> statement-breakpoint
create trigger mandates_guard before update on mandates for each row execute function app.guard_mandate();
create trigger mandates_keep before delete or truncate on mandates for each statement execute function app.refuse_change();
--> statement-breakpoint
alter table direct_debits enable row level security;
alter table direct_debits force row level security;
create policy direct_debits_portal on direct_debits to andromede_portal
  using (organisation_id = app.current_organisation() and exists (select 1 from billing_documents d where d.id = document_id))
  with check (organisation_id = app.current_organisation());
create policy direct_debits_staff on direct_debits to andromede_operator, andromede_worker, andromede_migrator using (true) with check (true);
grant select on direct_debits to andromede_portal;
grant select, update on direct_debits to andromede_operator;
grant select, insert, update on direct_debits to andromede_worker;
create trigger direct_debits_keep before delete or truncate on direct_debits for each statement execute function app.refuse_change();
grant select, insert, update (state, ended_by_staff_id, ended_at) on direct_debit_batches to andromede_operator, andromede_worker;
create trigger direct_debit_batches_keep before delete or truncate on direct_debit_batches for each statement execute function app.refuse_change();
--> statement-breakpoint
grant select, insert on bank_statements to andromede_operator, andromede_worker;
create trigger bank_statements_append_only before update or delete or truncate on bank_statements for each statement execute function app.refuse_change();
grant select, insert, update (payer_id, state, rule, allocated_cents, decided_by_staff_id, decided_at, note) on bank_movements to andromede_operator, andromede_worker;
create trigger bank_movements_keep before delete or truncate on bank_movements for each statement execute function app.refuse_change();
--> statement-breakpoint
alter table payment_allocations enable row level security;
alter table payment_allocations force row level security;
create policy payment_allocations_portal on payment_allocations to andromede_portal
  using (organisation_id = app.current_organisation() and (document_id is null or exists (select 1 from billing_documents d where d.id = document_id)))
  with check (organisation_id = app.current_organisation());
create policy payment_allocations_staff on payment_allocations to andromede_operator, andromede_worker, andromede_migrator using (true) with check (true);
grant select on payment_allocations to andromede_portal;
grant select, insert on payment_allocations to andromede_operator, andromede_worker;
create trigger payment_allocations_append_only before update or delete or truncate on payment_allocations for each statement execute function app.refuse_change();
--> statement-breakpoint
alter table document_settlements enable row level security;
alter table document_settlements force row level security;
create policy document_settlements_portal on document_settlements to andromede_portal
  using (organisation_id = app.current_organisation() and exists (select 1 from billing_documents d where d.id = document_id))
  with check (organisation_id = app.current_organisation());
create policy document_settlements_staff on document_settlements to andromede_operator, andromede_worker, andromede_migrator using (true) with check (true);
grant select on document_settlements to andromede_portal;
grant select, insert, update (paid_cents) on document_settlements to andromede_operator, andromede_worker;
create trigger document_settlements_keep before delete or truncate on document_settlements for each statement execute function app.refuse_change();
--> statement-breakpoint
alter table dunning_steps enable row level security;
alter table dunning_steps force row level security;
create policy dunning_steps_portal on dunning_steps to andromede_portal
  using (organisation_id = app.current_organisation() and exists (select 1 from billing_documents d where d.id = document_id))
  with check (organisation_id = app.current_organisation());
create policy dunning_steps_staff on dunning_steps to andromede_operator, andromede_worker, andromede_migrator using (true) with check (true);
grant select on dunning_steps to andromede_portal;
grant select, insert on dunning_steps to andromede_operator, andromede_worker;
create trigger dunning_steps_append_only before update or delete or truncate on dunning_steps for each statement execute function app.refuse_change();
--> statement-breakpoint
alter table dunning_holds enable row level security;
alter table dunning_holds force row level security;
create policy dunning_holds_portal on dunning_holds to andromede_portal
  using (organisation_id = app.current_organisation() and exists (select 1 from billing_documents d where d.id = document_id))
  with check (organisation_id = app.current_organisation());
create policy dunning_holds_staff on dunning_holds to andromede_operator, andromede_worker, andromede_migrator using (true) with check (true);
grant select, insert, delete on dunning_holds to andromede_operator;
grant select on dunning_holds to andromede_worker;
--> statement-breakpoint
grant select on creditors to andromede_portal, andromede_worker;
grant insert, update on creditors to andromede_worker;
grant select, insert, update on creditors to andromede_operator;
grant select on reference_rates to andromede_portal;
grant select, insert on reference_rates to andromede_operator, andromede_worker;
create trigger reference_rates_append_only before update or delete or truncate on reference_rates for each statement execute function app.refuse_change();
