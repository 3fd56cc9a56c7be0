-- The outcome of a service credit is final, and its used amount never decreases.
create or replace function app.guard_service_credit() returns trigger language plpgsql as $$
begin
  if old.state in ('granted', 'refused', 'superseded') then
    raise exception 'a credit that was settled stays settled' using errcode = 'insufficient_privilege';
  end if;
  if abs(new.used_cents) < abs(old.used_cents) then
    raise exception 'what was given of a credit stays given' using errcode = 'insufficient_privilege';
  end if;
  if new.state = 'refused' and old.state <> 'awaiting_confirmation' then
    raise exception 'only what waits for an answer is refused' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
