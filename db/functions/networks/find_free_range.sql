-- The lowest range of the installation's that no network and no spare of the zone has and that overlaps no network of the
-- project; null when there is none. A hypervisor must not use 10.128.0.0/9 for anything else. The caller holds the
-- zone's lock.
create or replace function app.find_free_range(p_zone_id text, p_project_id text) returns text
language sql stable security definer set search_path = public, pg_temp as $$
  select free.range from (
    select set_masklen('10.128.0.0'::inet + n * 1024, 22)::cidr as net, set_masklen('10.128.0.0'::inet + n * 1024, 22)::cidr::text as range
    from generate_series(0, 8191::bigint) n
  ) free
  where not exists (select from private_networks p where p.zone_id = p_zone_id and p.range = free.range and p.removed_at is null)
    and not exists (select from spare_networks s where s.zone_id = p_zone_id and s.range = free.range)
    and not exists (select from private_networks o where o.project_id = p_project_id and o.zone_id = p_zone_id and o.removed_at is null
      and o.range::inet && free.net)
  order by free.net limit 1
$$;

revoke execute on function app.find_free_range(text, text) from public;
grant execute on function app.find_free_range(text, text) to andromede_worker;
