-- A published price never changes. Only its end moves: it is succeeded, or loses its end again when its successor is
-- withdrawn before taking effect. An end in the past stays.
create or replace function app.guard_price() returns trigger language plpgsql as $$
begin
  if (new.id, new.bundle_id, new.meter, new.micro_cents_per_hour, new.valid_from)
    is distinct from (old.id, old.bundle_id, old.meter, old.micro_cents_per_hour, old.valid_from) then
    raise exception 'a published price never changes' using errcode = 'insufficient_privilege';
  end if;
  if old.valid_to is not null and (new.valid_to is not null or old.valid_to <= greatest(old.valid_from, now())) then
    raise exception 'a price is succeeded once' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
