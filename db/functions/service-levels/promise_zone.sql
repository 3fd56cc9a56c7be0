-- A new zone gets an objective in every version of the contract, so that none is sold without one.
create or replace function app.promise_zone() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  insert into zone_objectives (contract_id, zone_id, availability_ppm)
    select c.id, new.id, coalesce((select min(o.availability_ppm) from zone_objectives o where o.contract_id = c.id), 999900)
    from service_contracts c;
  return null;
end $$;

revoke execute on function app.promise_zone() from public;
