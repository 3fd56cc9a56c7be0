-- The first version of what is promised comes with the product; every bundle and zone has its objective in each version
-- from the moment it exists, by its family, so that none is ever sold without one.
insert into service_contracts (id, version, valid_from, terms, published_at) values (
  'slc_00000000000000000000000001', 1, '2019-12-31T23:00:00Z',
  '{"creditSteps": [{"belowPpm": "objective", "reductionBasisPoints": 1000}, {"belowPpm": 990000, "reductionBasisPoints": 2500}, {"belowPpm": 950000, "reductionBasisPoints": 5000}],
    "creditCapBasisPoints": 5000, "maintenance": {"noticeHours": 120, "allowanceMinutesPerMonth": 240}}',
  '2019-12-31T23:00:00Z');
--> statement-breakpoint
create function app.promise_bundle() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  -- As the rest of its family in that version of the contract, else as the family began.
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
create trigger bundles_promised after insert on bundles for each row when (new.kind <> 'address') execute function app.promise_bundle();
create function app.promise_zone() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  insert into zone_objectives (contract_id, zone_id, availability_ppm)
    select c.id, new.id, coalesce((select min(o.availability_ppm) from zone_objectives o where o.contract_id = c.id), 999900)
    from service_contracts c;
  return null;
end $$;
create trigger zones_promised after insert on zones for each row execute function app.promise_zone();
revoke execute on function app.promise_bundle(), app.promise_zone() from public;
--> statement-breakpoint
insert into bundle_objectives (contract_id, bundle_id, availability_ppm, support_response_minutes, provisioning_seconds)
  select c.id, b.id, case b.family when 'essential' then 999000 when 'combined' then 999900 else 999500 end,
    case b.family when 'essential' then 240 when 'combined' then 60 else 120 end, 300
  from service_contracts c, bundles b where b.kind <> 'address';
insert into zone_objectives (contract_id, zone_id, availability_ppm) select c.id, z.id, 999900 from service_contracts c, zones z;
