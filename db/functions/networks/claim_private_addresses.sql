-- Give these servers of its project an address each in a network, the lowest free ones, or the single requested one. A
-- server that has an address keeps it. Returns 'claimed', 'taken', 'full' (the caller rolls back), 'gone' (the network does
-- not exist any more) or 'not_compared' (rows were lost: an address that is free in our rows may be in use).
create or replace function app.claim_private_addresses(p_network_id text, p_instance_ids text[], p_address text, p_now timestamptz)
returns text language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v record; v_missing text[]; v_count int;
begin
  select organisation_id, project_id, zone_id into v from private_networks where id = p_network_id;
  if not found then return 'gone'; end if;
  perform app.assert_organisation(v.organisation_id);
  -- Before the addresses: a server that gets one changes rules, and the next network of an order is locked after that.
  perform pg_advisory_xact_lock(hashtextextended('firewall ' || v.project_id, 0));
  perform pg_advisory_xact_lock(hashtextextended('private_addresses ' || p_network_id, 0));
  perform from private_networks where id = p_network_id and deleted_at is null;
  if not found then return 'gone'; end if;
  if exists (select from unnest(p_instance_ids) i(id) where not exists (select from instances s where s.id = i.id
      and (s.organisation_id, s.project_id, s.zone_id) = (v.organisation_id, v.project_id, v.zone_id))) then
    raise check_violation using message = 'a server is on networks of its own project and zone';
  end if;
  v_missing := array(select i.id from unnest(p_instance_ids) with ordinality i(id, n)
    where not exists (select from private_addresses a where a.instance_id = i.id) order by i.n);
  if cardinality(v_missing) = 0 then return 'claimed'; end if;
  if app.awaits_comparison(v.zone_id, '') then return 'not_compared'; end if;
  if p_address is not null then
    if cardinality(v_missing) > 1 then return 'taken'; end if;
    if exists (select from balancer_addresses a where a.network_id = p_network_id and a.address = p_address)
      or p_address in (select app.unexplained_cards(p_network_id)) then
      return 'taken';
    end if;
    insert into private_addresses (network_id, address, organisation_id, instance_id, created_at)
      values (p_network_id, p_address, v.organisation_id, v_missing[1], p_now) on conflict (network_id, address) do nothing;
    get diagnostics v_count = row_count;
    return case when v_count = 1 then 'claimed' else 'taken' end;
  end if;
  insert into private_addresses (network_id, address, organisation_id, instance_id, created_at)
    select p_network_id, free.address, v.organisation_id, wanted.id, p_now
    from unnest(v_missing) with ordinality wanted(id, n)
    join app.list_free_private_addresses(p_network_id, cardinality(v_missing)) with ordinality free(address, n) using (n);
  get diagnostics v_count = row_count;
  return case when v_count = cardinality(v_missing) then 'claimed' else 'full' end;
end $$;

revoke execute on function app.claim_private_addresses(text, text[], text, timestamptz) from public;
grant execute on function app.claim_private_addresses(text, text[], text, timestamptz) to andromede_portal, andromede_worker;
