-- The networks that this one is peered with, with their ranges, also those in projects that the caller does not see: their
-- ranges are taken. The caller shows neither their names nor their ranges.
create or replace function app.peered_ranges(p_network_id text) returns table (id text, range text)
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
  perform app.assert_organisation(n.organisation_id) from private_networks n where n.id = p_network_id;
  return query select n.id, n.range from network_peerings p
    join private_networks n on n.id = case when p.network_id = p_network_id then p.peer_id else p.network_id end
    where p_network_id in (p.network_id, p.peer_id);
end $$;

revoke execute on function app.peered_ranges(text) from public;
grant execute on function app.peered_ranges(text) to andromede_portal;
