-- When the transaction commits, the order or quote of a number that was taken exists: no number is lost.
create or replace function app.require_numbered() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v_year text := split_part(new.series, '-', 2);
  v_digits text := lpad(new.last_number::text, greatest(6, length(new.last_number::text)), '0');
  v_is_given boolean;
begin
  -- Given to orders and quotes that a restore lost.
  if exists (select from number_jumps j where j.selling_entity_id = new.selling_entity_id and j.series = new.series
      and j.to_number = new.last_number and j.confirmed_at is not null) then
    return null;
  end if;
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

revoke execute on function app.require_numbered() from public;
