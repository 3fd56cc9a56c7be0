-- The operator's site proposes and decides what is given back of a payment by card; the worker alone says that it was, and
-- both what the bank took it from. Customers read it with their payments. A notice of the provider wakes the worker.
alter table card_refunds enable row level security;
alter table card_refunds force row level security;
create policy card_refunds_portal on card_refunds for select to andromede_portal
  using (organisation_id = app.current_organisation() and exists (select 1 from card_payments p where p.id = card_payment_id));
create policy card_refunds_staff on card_refunds to andromede_operator, andromede_worker, andromede_migrator using (true) with check (true);
grant select on card_refunds to andromede_portal;
grant select, insert, update (state, decided_by_staff_id, decided_at, next_look_at, payout_movement_id, changed_at) on card_refunds to andromede_operator;
grant select, update (state, next_look_at, refunded_on, failure_text, payout_reference, fee_cents, payout_movement_id, changed_at) on card_refunds to andromede_worker;
alter table card_refunds add constraint card_refunds_payout_movement foreign key (payout_movement_id) references bank_movements (id);
create index card_refunds_by_payout_movement on card_refunds (payout_movement_id) where payout_movement_id is not null;
create trigger card_refunds_keep before delete or truncate on card_refunds for each statement execute function app.refuse_change();
--> statement-breakpoint
-- What was decided or done of a refund stays; together no more is given back than was paid.
create function app.guard_card_refund() returns trigger language plpgsql as $$
declare
  paid bigint;
begin
  if tg_op = 'UPDATE' then
    if old.state in ('refunded', 'refused', 'failed') and new.state <> old.state then
      raise exception 'what came of a refund stays' using errcode = 'insufficient_privilege';
    end if;
    return new;
  end if;
  select cents into paid from card_payments where id = new.card_payment_id and state = 'paid' for update;
  if paid is null or paid < new.cents + (select coalesce(sum(cents), 0) from card_refunds
    where card_payment_id = new.card_payment_id and state in ('proposed', 'agreed', 'refunded')) then
    raise exception 'no more is given back than was paid' using errcode = 'check_violation';
  end if;
  return new;
end $$;
--> statement-breakpoint
create trigger card_refunds_guard before insert or update on card_refunds for each row execute function app.guard_card_refund();
--> statement-breakpoint
create or replace function app.note_card_notice(told_id text, told_cents bigint, told_at timestamptz) returns text
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  found_cents bigint;
  found_state text;
begin
  select cents, state into found_cents, found_state from card_payments where id = told_id for update;
  if found then
    if found_cents <> told_cents then return 'amount'; end if;
    if found_state in ('asked', 'open', 'declined', 'expired') then
      update card_payments set next_look_at = told_at where id = told_id;
    end if;
    return 'noted';
  end if;
  select cents, state into found_cents, found_state from card_refunds where id = told_id for update;
  if not found then return 'unknown'; end if;
  if found_cents <> told_cents then return 'amount'; end if;
  if found_state = 'agreed' then
    update card_refunds set next_look_at = told_at where id = told_id;
  end if;
  return 'noted';
end $$;
