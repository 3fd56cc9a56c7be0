-- The customers' site numbers orders and quotes and nothing else: invoices have a table of their own, to which its role
-- has no right.
create or replace function app.take_number(p_selling_entity_id text, p_series text) returns int
language plpgsql security definer set search_path = public, pg_temp as $$
declare v_number int;
begin
  if p_series !~ '^(order|quote)-[0-9]{4}$' then
    raise exception 'no series of orders or quotes: %', p_series using errcode = 'insufficient_privilege';
  end if;
  insert into number_series as n (selling_entity_id, series, last_number) values (p_selling_entity_id, p_series, 1)
    on conflict (selling_entity_id, series) do update set last_number = n.last_number + 1 returning last_number into v_number;
  return v_number;
end $$;
--> statement-breakpoint
-- A number that was taken is a number that was given: as the transaction commits, its order or quote exists.
create function app.require_numbered() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v_year text := split_part(new.series, '-', 2);
  v_digits text := lpad(new.last_number::text, greatest(6, length(new.last_number::text)), '0');
  v_is_given boolean;
begin
  if new.series like 'order-%' then
    select exists (select 1 from orders o join selling_entities s on s.id = o.selling_entity_id
      where s.id = new.selling_entity_id and o.number = s.order_prefix || '-' || v_year || '-' || v_digits) into v_is_given;
  else
    select exists (select 1 from quotes where number = 'DEV-' || v_year || '-' || v_digits) into v_is_given;
  end if;
  if not v_is_given then
    raise exception 'number % of % is given to nothing', new.last_number, new.series using errcode = 'integrity_constraint_violation';
  end if;
  return null;
end $$;
--> statement-breakpoint
revoke execute on function app.require_numbered() from public;
--> statement-breakpoint
create constraint trigger number_series_numbered after insert or update on number_series
  deferrable initially deferred for each row execute function app.require_numbered();
