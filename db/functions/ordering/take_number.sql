-- The next number of a series of orders or quotes, without gaps: the row stays locked until the transaction ends.
-- Invoices have a table of their own, which the portal may not write.
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

revoke execute on function app.take_number(text, text) from public;
grant execute on function app.take_number(text, text) to andromede_portal, andromede_worker;
