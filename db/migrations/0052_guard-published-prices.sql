-- A published price says the same for ever. Only its end moves: it is succeeded, or it gets its end back when the
-- price that was to succeed it is annulled before it came into force. An end that has passed stays.
create function app.guard_price() returns trigger language plpgsql as $$
begin
  if (new.id, new.bundle_id, new.meter, new.micro_cents_per_hour, new.valid_from)
    is distinct from (old.id, old.bundle_id, old.meter, old.micro_cents_per_hour, old.valid_from) then
    raise exception 'a published price never changes' using errcode = 'insufficient_privilege';
  end if;
  if old.valid_to is not null and (new.valid_to is not null or old.valid_to <= greatest(old.valid_from, now())) then
    raise exception 'a price is succeeded once' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;--> statement-breakpoint
create trigger price_versions_guard before update on price_versions for each row execute function app.guard_price();--> statement-breakpoint
alter table price_versions add constraint price_versions_order check (valid_to is null or valid_to >= valid_from);
