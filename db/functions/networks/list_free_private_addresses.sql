-- The lowest free addresses of a network, at most so many. The first ones of its range are the gateway's, our vantage's and
-- reserve; of the last three, one is the address that a server gets before its own is known.
create or replace function app.list_free_private_addresses(p_network_id text, p_most int) returns setof text
language sql stable security definer set search_path = public, pg_temp as $$
  select host(n.range::inet + g.n)
  from private_networks n,
    -- Once, not for each address.
    lateral (select array(select app.unexplained_cards(n.id)) as addresses offset 0) held,
    generate_series(case when masklen(n.range::inet) <= 24 then 10 else 4 end, (1::bigint << (32 - masklen(n.range::inet))) - 3) g(n)
  where n.id = p_network_id
    and not exists (select from private_addresses a where a.network_id = p_network_id and a.address = host(n.range::inet + g.n))
    and not exists (select from balancer_addresses a where a.network_id = p_network_id and a.address = host(n.range::inet + g.n))
    and host(n.range::inet + g.n) <> all (held.addresses)
  order by g.n
  limit p_most
$$;

revoke execute on function app.list_free_private_addresses(text, int) from public;
