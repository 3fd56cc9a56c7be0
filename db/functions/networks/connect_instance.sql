-- Give a server its address on a further network of its project and zone: the requested one, or the lowest free one. Its
-- card takes the lowest free position after that of public addresses. The caller holds the server.
create or replace function app.connect_instance(p_network_id text, p_instance_id text, p_address text, p_now timestamptz)
returns jsonb language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v record; v_address text; v_position int;
begin
  select organisation_id, project_id, zone_id into v from private_networks where id = p_network_id;
  if not found then return '{"outcome":"gone"}'; end if;
  perform app.assert_organisation(v.organisation_id);
  perform pg_advisory_xact_lock(hashtextextended('firewall ' || v.project_id, 0));
  perform pg_advisory_xact_lock(hashtextextended('private_addresses ' || p_network_id, 0));
  perform from private_networks where id = p_network_id and deleted_at is null;
  if not found then return '{"outcome":"gone"}'; end if;
  perform from instances i where i.id = p_instance_id
    and (i.organisation_id, i.project_id, i.zone_id) = (v.organisation_id, v.project_id, v.zone_id);
  if not found then raise check_violation using message = 'a server is on networks of its own project and zone'; end if;
  if exists (select from private_addresses where instance_id = p_instance_id and network_id = p_network_id) then
    return '{"outcome":"connected"}';
  end if;
  select min(n) into v_position from generate_series(1, 3) n
    where not exists (select from private_addresses a where a.instance_id = p_instance_id and a.position = n);
  if v_position is null then return '{"outcome":"too_many"}'; end if;
  -- Rows were lost: an address that is free in our rows may be in use.
  if app.awaits_comparison(v.zone_id, '') then return '{"outcome":"not_compared"}'; end if;
  select coalesce(p_address, f) into v_address from app.list_free_private_addresses(p_network_id, 1) f;
  if v_address is null then return '{"outcome":"full"}'; end if;
  if exists (select from balancer_addresses b where b.network_id = p_network_id and b.address = v_address)
    or v_address in (select app.unexplained_cards(p_network_id)) then
    return '{"outcome":"taken"}';
  end if;
  insert into private_addresses (network_id, address, organisation_id, instance_id, position, created_at)
    values (p_network_id, v_address, v.organisation_id, p_instance_id, v_position, p_now)
    on conflict (network_id, address) do nothing;
  if not found then return '{"outcome":"taken"}'; end if;
  return jsonb_build_object('outcome', 'claimed', 'address', v_address, 'position', v_position);
end $$;

revoke execute on function app.connect_instance(text, text, text, timestamptz) from public;
grant execute on function app.connect_instance(text, text, text, timestamptz) to andromede_portal;
