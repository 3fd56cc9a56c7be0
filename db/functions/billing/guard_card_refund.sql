-- The outcome of a refund stays, and the refunds of a payment together do not exceed it.
create or replace function app.guard_card_refund() returns trigger language plpgsql as $$
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
