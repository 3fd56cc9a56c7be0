-- The address is given back: it leads nowhere, its quota is free and nothing more is counted. False when it was already.
-- One that was restored may lead somewhere though its row says nowhere: the hypervisor is told to cut it as well.
create or replace function app.release_public_address(p_id text, p_now timestamptz) returns boolean
  language plpgsql security definer set search_path = public, pg_temp as $$
declare v record;
begin
  select organisation_id, project_id into v from public_addresses where id = p_id;
  if not found then return false; end if;
  perform app.assert_organisation(v.organisation_id);
  perform 1 from quotas where organisation_id = v.organisation_id and project_id = v.project_id and resource = 'public_addresses' for no key update;
  update public_addresses set released_at = p_now, instance_id = null, failure_code = null, failure_text = null,
      revision = revision + (instance_id is not null or unverified)::int, unverified = false
    where id = p_id and released_at is null;
  if not found then return false; end if;
  update quotas set used = used - 1
    where organisation_id = v.organisation_id and project_id = v.project_id and resource = 'public_addresses';
  update usage_intervals set ended_at = greatest(started_at, date_trunc('second', p_now)), closed_recorded_at = p_now
    where resource_id = p_id and ended_at is null;
  return true;
end $$;
--> statement-breakpoint
-- An address is free once the hypervisor was told that it leads nowhere, and no restored row of it is in doubt.
create or replace function app.count_public_addresses() returns table (zone_id text, free int, total int)
  language sql stable security definer set search_path = public, pg_temp as $$
  select p.zone_id, count(*) filter (where not exists (
      select from public_addresses a where a.address = x and (a.released_at is null or a.applied_revision < a.revision or a.unverified))
      and not app.has_unexplained_lead(p.zone_id, x, ''))::int,
    count(*)::int
  from address_pools p, app.addresses_of(p.range) x where p.removed_at is null group by 1
$$;
--> statement-breakpoint
create or replace function app.reserve_public_address(
  p_id text, p_organisation_id text, p_project_id text, p_zone_id text, p_order_line_id text, p_usage_id text, p_now timestamptz
) returns jsonb language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v_quota record; v_free record; v_line record; v_price record;
begin
  perform app.assert_organisation(p_organisation_id);
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
  insert into public_addresses (id, organisation_id, project_id, zone_id, pool_id, address, bundle_id, order_line_id, reserved_at)
    values (p_id, p_organisation_id, p_project_id, p_zone_id, v_free.pool_id, v_free.address, v_line.bundle_id, p_order_line_id, p_now);
  insert into usage_intervals (id, organisation_id, project_id, resource_kind, resource_id, meter, bundle_id, price_version_id,
      order_line_id, cost_references, started_at, micro_cents_per_hour, recorded_at)
    values (p_usage_id, p_organisation_id, p_project_id, 'address', p_id, 'public_address', v_line.bundle_id, v_price.id,
      p_order_line_id, v_line.cost_references, date_trunc('second', p_now), v_price.micro_cents_per_hour, p_now);
  return jsonb_build_object('outcome', 'reserved', 'address', v_free.address);
end $$;
