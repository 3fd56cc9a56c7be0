-- A published traffic price never changes; it is succeeded once.
create or replace function app.guard_traffic_price() returns trigger language plpgsql as $$
begin
  if (new.id, new.included_mebibytes, new.micro_cents_per_gibibyte, new.valid_from)
    is distinct from (old.id, old.included_mebibytes, old.micro_cents_per_gibibyte, old.valid_from) then
    raise exception 'a published price never changes' using errcode = 'insufficient_privilege';
  end if;
  if old.valid_to is not null then raise exception 'a price is succeeded once' using errcode = 'insufficient_privilege'; end if;
  return new;
end $$;
