-- outside a transaction
-- Each statement locks one table, and is committed before the next: locks of many tables would block orders.
create or replace trigger tickets_noted after insert on tickets for each row execute function app.note_organisation_change('inbox');
create or replace trigger tickets_noted_again after update on tickets for each row when (old.state is distinct from new.state)
  execute function app.note_organisation_change('inbox');
create or replace trigger ssh_keys_noted after insert on ssh_keys for each row execute function app.note_organisation_change('inbox');
create or replace trigger ssh_keys_noted_again after update on ssh_keys for each row when (old.deleted_at is distinct from new.deleted_at)
  execute function app.note_organisation_change('inbox');
create or replace trigger document_settlements_noted_again after update on document_settlements for each row when (old.paid_cents is distinct from new.paid_cents)
  execute function app.note_organisation_change('inbox');
create or replace trigger direct_debits_noted after insert on direct_debits for each row execute function app.note_organisation_change('inbox');
create or replace trigger direct_debits_noted_again after update on direct_debits for each row when (old.state is distinct from new.state)
  execute function app.note_organisation_change('inbox');
create or replace trigger dunning_holds_noted after insert or delete on dunning_holds for each row execute function app.note_organisation_change('inbox');
create or replace trigger dunning_steps_noted after insert on dunning_steps for each row execute function app.note_organisation_change('inbox');
create or replace trigger budget_alerts_noted after insert on budget_alerts for each row execute function app.note_organisation_change('inbox');
create or replace trigger purchase_orders_noted_again after update on purchase_orders for each row when (old.alerted_percent is distinct from new.alerted_percent)
  execute function app.note_organisation_change('inbox');
create or replace trigger held_orders_wait_noted after update on held_orders for each row when (old.reasons is distinct from new.reasons)
  execute function app.note_project_change('orders');
-- The home page looks for the few servers that failed or can still be restored.
create index concurrently instances_waiting on instances (organisation_id) where state in ('failed', 'deleted');
