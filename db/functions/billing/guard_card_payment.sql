-- A paid card payment stays paid.
create or replace function app.guard_card_payment() returns trigger language plpgsql as $$
begin
  if old.state = 'paid' and new.state <> 'paid' then raise exception 'what was paid by card stays paid' using errcode = 'insufficient_privilege'; end if;
  return new;
end $$;
