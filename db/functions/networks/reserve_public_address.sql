-- Reserve a public address in the transaction of the order, together with its quota and its usage interval. One ordered
-- with a server (p_instance_id) has the server as its target and no usage interval yet: it is metered once the server
-- runs. Of the free addresses the one released longest ago is taken: callers of its former owner are then least likely
-- to reach the new one. Locks: the quota row, then the addresses of the zone. Returns {"outcome":"reserved","address":…},
-- {"outcome":"quota_exceeded","limit":…,"used":…} or {"outcome":"none_free"}.
create or replace function app.reserve_public_address(
  p_id text, p_organisation_id text, p_project_id text, p_zone_id text, p_order_line_id text, p_usage_id text, p_now timestamptz,
  p_instance_id text
) returns jsonb language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v_quota record; v_free record; v_line record; v_price record;
begin
  perform app.assert_organisation(p_organisation_id);
  if (p_usage_id is null) = (p_instance_id is null) then
    raise check_violation using message = 'an address is metered at once, or with the server that it is ordered with';
  end if;
  if p_instance_id is not null and not exists (select from instances i where i.id = p_instance_id and i.state = 'creating'
      and (i.organisation_id, i.project_id, i.zone_id) = (p_organisation_id, p_project_id, p_zone_id)) then
    raise check_violation using message = 'the server of an ordered address is one being created in its project and zone';
  end if;
  select "limit", used into v_quota from quotas
    where organisation_id = p_organisation_id and project_id = p_project_id and resource = 'public_addresses' for no key update;
  if not found or v_quota.used + 1 > v_quota."limit" then
    return jsonb_build_object('outcome', 'quota_exceeded', 'limit', coalesce(v_quota."limit", 0), 'used', coalesce(v_quota.used, 0));
  end if;
  perform pg_advisory_xact_lock(hashtextextended('public_addresses ' || p_zone_id, 0));
  select p.id as pool_id, x as address into v_free from address_pools p, app.addresses_of(p.range) x
    left join lateral (select max(a.released_at) as at, bool_or(a.released_at is null or a.applied_revision < a.revision or a.unverified) as is_held
      from public_addresses a where a.address = x) last on true
    where p.zone_id = p_zone_id and p.removed_at is null and last.is_held is not true
      and not app.has_unexplained_lead(p_zone_id, x, '')
    order by last.at nulls first, x::inet limit 1;
  if not found then return jsonb_build_object('outcome', 'none_free'); end if;
  select l.bundle_id, l.cost_references, l.price_version_ids ->> 'public_address' as price_id into strict v_line
    from order_lines l where l.id = p_order_line_id and l.organisation_id = p_organisation_id;
  select v.id, v.micro_cents_per_hour into strict v_price from price_versions v
    where v.id = v_line.price_id and v.bundle_id = v_line.bundle_id and v.meter = 'public_address';
  update quotas set used = used + 1
    where organisation_id = p_organisation_id and project_id = p_project_id and resource = 'public_addresses';
  insert into public_addresses (id, organisation_id, project_id, zone_id, pool_id, address, bundle_id, order_line_id, instance_id, revision,
      reserved_at)
    values (p_id, p_organisation_id, p_project_id, p_zone_id, v_free.pool_id, v_free.address, v_line.bundle_id, p_order_line_id, p_instance_id,
      (p_instance_id is not null)::int, p_now);
  if p_usage_id is not null then
    insert into usage_intervals (id, organisation_id, project_id, resource_kind, resource_id, meter, bundle_id, price_version_id,
        order_line_id, cost_references, started_at, micro_cents_per_hour, recorded_at)
      values (p_usage_id, p_organisation_id, p_project_id, 'address', p_id, 'public_address', v_line.bundle_id, v_price.id,
        p_order_line_id, v_line.cost_references, date_trunc('second', p_now), v_price.micro_cents_per_hour, p_now);
  end if;
  return jsonb_build_object('outcome', 'reserved', 'address', v_free.address);
end $$;

revoke execute on function app.reserve_public_address(text, text, text, text, text, text, timestamptz, text) from public;
grant execute on function app.reserve_public_address(text, text, text, text, text, text, timestamptz, text)
  to andromede_portal, andromede_worker;
