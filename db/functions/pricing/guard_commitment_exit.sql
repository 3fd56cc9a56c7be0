-- The price of leaving a commitment is fixed, and the request is decided once.
create or replace function app.guard_commitment_exit() returns trigger language plpgsql as $$
begin
  if old.state <> 'pending' or (new.cents, new.enjoyed_cents, new.remaining_cents, new.commitment_id)
    is distinct from (old.cents, old.enjoyed_cents, old.remaining_cents, old.commitment_id) then
    raise exception 'the price of leaving is settled once' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
