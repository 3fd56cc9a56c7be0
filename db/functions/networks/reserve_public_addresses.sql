-- Reserve public addresses of a zone in the transaction of the order, all or none, together with their quota and their
-- usage intervals. One ordered with a server (p_instance_ids) has the server as its target and no usage interval yet: it
-- is metered once the server runs. Of the free addresses those released longest ago are taken: callers of their former
-- owners are then least likely to reach the new ones. Locks: the quota row, then the addresses of the zone. Returns
-- {"outcome":"reserved","addresses":{id: address}}, {"outcome":"quota_exceeded","limit":…,"used":…} or
-- {"outcome":"none_free"}.
create or replace function app.reserve_public_addresses(
  p_organisation_id text, p_project_id text, p_zone_id text, p_ids text[], p_order_line_ids text[], p_usage_ids text[],
  p_instance_ids text[], p_now timestamptz
) returns jsonb language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v_quota record; v_count int := cardinality(p_ids); v_pools text[]; v_free text[]; v_done int;
begin
  perform app.assert_organisation(p_organisation_id);
  if exists (select from unnest(p_usage_ids, p_instance_ids) as w(usage, server) where (w.usage is null) = (w.server is null)) then
    raise check_violation using message = 'an address is metered at once, or with the server that it is ordered with';
  end if;
  if exists (select from unnest(p_instance_ids) as w(server) where w.server is not null and not exists (
      select from (select id, state, organisation_id, project_id, zone_id from instances
        union all select id, state, organisation_id, project_id, zone_id from balancers) i where i.id = w.server and i.state = 'creating'
        and (i.organisation_id, i.project_id, i.zone_id) = (p_organisation_id, p_project_id, p_zone_id))) then
    raise check_violation using message = 'the server or balancer of an ordered address is one being created in its project and zone';
  end if;
  select "limit", used into v_quota from quotas
    where organisation_id = p_organisation_id and project_id = p_project_id and resource = 'public_addresses' for no key update;
  if not found or v_quota.used + v_count > v_quota."limit" then
    return jsonb_build_object('outcome', 'quota_exceeded', 'limit', coalesce(v_quota."limit", 0), 'used', coalesce(v_quota.used, 0));
  end if;
  perform pg_advisory_xact_lock(hashtextextended('public_addresses ' || p_zone_id, 0));
  select array_agg(f.pool_id order by f.at), array_agg(f.address order by f.at) into v_pools, v_free from (
    select p.id as pool_id, x as address, row_number() over (order by last.at nulls first, x::inet) as at
    from address_pools p, app.addresses_of(p.range) x
      left join lateral (select max(a.released_at) as at, bool_or(a.released_at is null or a.applied_revision < a.revision or a.unverified) as is_held
        from public_addresses a where a.address = x) last on true
    where p.zone_id = p_zone_id and p.removed_at is null and last.is_held is not true
      and not app.has_unexplained_lead(p_zone_id, x, '') and not app.is_address_named(x)
    order by last.at nulls first, x::inet limit v_count) f;
  if coalesce(cardinality(v_free), 0) < v_count then return jsonb_build_object('outcome', 'none_free'); end if;
  update quotas set used = used + v_count
    where organisation_id = p_organisation_id and project_id = p_project_id and resource = 'public_addresses';
  insert into public_addresses (id, organisation_id, project_id, zone_id, pool_id, address, bundle_id, order_line_id, instance_id, balancer_id,
      revision, reserved_at)
    select w.id, p_organisation_id, p_project_id, p_zone_id, w.pool_id, w.address, v.bundle_id, l.id,
      case when w.server like 'ins\_%' then w.server end, case when w.server like 'lba\_%' then w.server end,
      ((w.server like 'ins\_%') is true)::int, p_now
    from unnest(p_ids, p_order_line_ids, p_instance_ids, v_pools, v_free) as w(id, line_id, server, pool_id, address)
      join order_lines l on l.id = w.line_id and l.organisation_id = p_organisation_id
      join price_versions v on v.id = l.price_version_ids ->> 'public_address' and v.bundle_id = l.bundle_id and v.meter = 'public_address';
  get diagnostics v_done = row_count;
  if v_done < v_count then raise no_data_found using message = 'the order line of an address has its price'; end if;
  insert into usage_intervals (id, organisation_id, project_id, resource_kind, resource_id, meter, bundle_id, price_version_id,
      order_line_id, cost_references, started_at, micro_cents_per_hour, recorded_at)
    select w.usage, p_organisation_id, p_project_id, 'address', w.id, 'public_address', l.bundle_id, v.id, l.id, l.cost_references,
      date_trunc('second', p_now), v.micro_cents_per_hour, p_now
    from unnest(p_ids, p_order_line_ids, p_usage_ids) as w(id, line_id, usage)
      join order_lines l on l.id = w.line_id
      join price_versions v on v.id = l.price_version_ids ->> 'public_address'
    where w.usage is not null;
  return jsonb_build_object('outcome', 'reserved', 'addresses',
    (select jsonb_object_agg(w.id, w.address) from unnest(p_ids, v_free) as w(id, address)));
end $$;

revoke execute on function app.reserve_public_addresses(text, text, text, text[], text[], text[], text[], timestamptz) from public;
grant execute on function app.reserve_public_addresses(text, text, text, text[], text[], text[], text[], timestamptz)
  to andromede_portal, andromede_worker;
