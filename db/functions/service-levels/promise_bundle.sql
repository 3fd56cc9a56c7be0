-- A new bundle gets an objective in every version of the contract, so that none is sold without one: that of the rest
-- of its family, otherwise the one its family started with.
create or replace function app.promise_bundle() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  insert into bundle_objectives (contract_id, bundle_id, availability_ppm, support_response_minutes, provisioning_seconds)
    select c.id, new.id,
      coalesce(p.availability_ppm, case new.family when 'essential' then 999000 when 'combined' then 999900 else 999500 end),
      coalesce(p.support_response_minutes, case new.family when 'essential' then 240 when 'combined' then 60 else 120 end),
      coalesce(p.provisioning_seconds, 300)
    from service_contracts c left join lateral (
      select o.* from bundle_objectives o join bundles b on b.id = o.bundle_id
      where o.contract_id = c.id and b.family = new.family order by o.availability_ppm, b.position, b.id limit 1) p on true;
  return null;
end $$;

revoke execute on function app.promise_bundle() from public;
