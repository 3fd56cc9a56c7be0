-- An organisation begins a payment by card and follows it; only the worker says that it is paid, and it alone, with the
-- operator's site, what the bank passed on. A notice of the provider wakes the worker: it changes when one looks, no more.
alter table card_payments enable row level security;
alter table card_payments force row level security;
create policy card_payments_portal on card_payments to andromede_portal
  using (organisation_id = app.current_organisation() and exists (select 1 from billing_documents d where d.id = document_id))
  with check (organisation_id = app.current_organisation());
create policy card_payments_staff on card_payments to andromede_operator, andromede_worker, andromede_migrator using (true) with check (true);
grant select, insert (id, organisation_id, document_id, selling_entity_id, cents, state, asked_by_account_id, asked_at, next_look_at, changed_at), update (state, page_url, next_look_at, changed_at) on card_payments to andromede_portal;
grant select, update (payout_movement_id, changed_at) on card_payments to andromede_operator;
grant select, update (state, page_url, next_look_at, paid_on, payout_reference, fee_cents, payout_movement_id, changed_at) on card_payments to andromede_worker;
alter table card_payments add constraint card_payments_payout_movement foreign key (payout_movement_id) references bank_movements (id);
create index card_payments_by_payout_movement on card_payments (payout_movement_id) where payout_movement_id is not null;
create trigger card_payments_keep before delete or truncate on card_payments for each statement execute function app.refuse_change();
--> statement-breakpoint
create function app.guard_card_payment() returns trigger language plpgsql as $$
begin
  if old.state = 'paid' and new.state <> 'paid' then raise exception 'what was paid by card stays paid' using errcode = 'insufficient_privilege'; end if;
  return new;
end $$;
--> statement-breakpoint
create trigger card_payments_guard before update on card_payments for each row execute function app.guard_card_payment();
--> statement-breakpoint
grant select on card_providers to andromede_portal, andromede_worker;
grant select, insert, update on card_providers to andromede_operator;
--> statement-breakpoint
-- The portal knows no organisation when the provider tells it something: what it finds and changes is this alone.
create function app.note_card_notice(told_id text, told_cents bigint, told_at timestamptz) returns text
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  found_cents bigint;
  found_state text;
begin
  select cents, state into found_cents, found_state from card_payments where id = told_id for update;
  if not found then return 'unknown'; end if;
  if found_cents <> told_cents then return 'amount'; end if;
  if found_state in ('asked', 'open', 'declined', 'expired') then
    update card_payments set next_look_at = told_at where id = told_id;
  end if;
  return 'noted';
end $$;
--> statement-breakpoint
revoke execute on function app.note_card_notice(text, bigint, timestamptz) from public;
--> statement-breakpoint
grant execute on function app.note_card_notice(text, bigint, timestamptz) to andromede_portal;
