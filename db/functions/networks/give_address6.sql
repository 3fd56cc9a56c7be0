-- Each card of a server gets the IPv6 address with the number that its IPv4 address has in the network, so that neither is
-- given twice.
create or replace function app.give_address6() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  select host(n.range6::inet + (new.address::inet - host(network(n.range::inet))::inet)) into new.address6
    from private_networks n where n.id = new.network_id and n.range6 is not null and app.can_route_range6(n.zone_id);
  return new;
end $$;

revoke execute on function app.give_address6() from public;
