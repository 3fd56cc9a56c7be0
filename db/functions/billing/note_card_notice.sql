-- Record a notice of the card provider, whose request belongs to no organisation. It only advances the next look at
-- the payment or refund: the worker reads the outcome from the provider itself.
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

revoke execute on function app.note_card_notice(text, bigint, timestamptz) from public;
grant execute on function app.note_card_notice(text, bigint, timestamptz) to andromede_portal;
