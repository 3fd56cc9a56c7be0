-- A /64 of the zone's public IPv6 ranges for a new network: the lowest that was never given, then the one that was returned
-- longest ago. Null when the zone has none left, or no IPv6. The caller holds the zone's lock.
create or replace function app.find_free_range6(p_zone_id text) returns text
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
  -- The addresses of a /64 do not fit in one bigint.
  v_half constant bigint := 9223372036854775807;
  v_range cidr;
begin
  if not app.has_ipv6(p_zone_id) then return null; end if;
  with pools as materialized (
    select range from address_pools where zone_id = p_zone_id and removed_at is null and family(range) = 6
  ), given as materialized (
    select range6::cidr as net from private_networks where range6 is not null
    union select range6::cidr from spare_networks where range6 is not null
    union select named from app.named_ranges6() named
  ), candidates as (
    -- The first free one is the first of a pool, or follows one that was given.
    select set_masklen(range, 64)::cidr as net from pools
    union select set_masklen(g.net::inet + v_half + v_half + 2, 64)::cidr from given g join pools p on p.range >>= g.net
  )
  select c.net into v_range from candidates c
    where exists (select from pools p where p.range >>= c.net) and not exists (select from given g where g.net = c.net)
    order by c.net limit 1;
  if v_range is null then
    select n.range6::cidr into v_range from private_networks n
      where n.range6 is not null
        and exists (select from address_pools p where p.zone_id = p_zone_id and p.removed_at is null and p.range >>= n.range6::cidr)
        and not exists (select from spare_networks s where s.range6 = n.range6)
        and n.range6::cidr not in (select named from app.named_ranges6() named)
      group by n.range6 having bool_and(n.removed_at is not null) order by max(n.removed_at), n.range6::cidr limit 1;
  end if;
  return v_range::text;
end $$;

revoke execute on function app.find_free_range6(text) from public;
grant execute on function app.find_free_range6(text) to andromede_worker;
