-- Count the free addresses and all addresses of each zone. A function, because the portal sees its own organisation's
-- rows alone. An address is free once the hypervisor no longer routes it, no name leads to it and no restored row is in
-- doubt.
create or replace function app.count_public_addresses() returns table (zone_id text, free int, total int)
  language sql stable security definer set search_path = public, pg_temp as $$
  select p.zone_id, count(*) filter (where not exists (
      select from public_addresses a where a.address = x and (a.released_at is null or a.applied_revision < a.revision or a.unverified))
      and not app.has_unexplained_lead(p.zone_id, x, '') and not app.is_address_named(x))::int,
    count(*)::int
  from address_pools p, app.addresses_of(p.range) x where p.removed_at is null group by 1
$$;

revoke execute on function app.count_public_addresses() from public;
grant execute on function app.count_public_addresses() to andromede_portal, andromede_operator, andromede_worker;
