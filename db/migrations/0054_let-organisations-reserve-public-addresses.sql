-- Public addresses: no two pools that stand meet; who has which address is decided here, with its quota and what it
-- costs, in the transaction of the order. Order of locks: the quota row, then the zone's addresses.
alter table address_pools add constraint address_pools_apart exclude using gist (range inet_ops with &&) where (removed_at is null);
alter table address_pools add constraint address_pools_size check (family(range) = 4 and masklen(range) between 22 and 32);
--> statement-breakpoint
alter table public_addresses enable row level security;
alter table public_addresses force row level security;
create policy public_addresses_portal on public_addresses to andromede_portal using (organisation_id = app.current_organisation()) with check (organisation_id = app.current_organisation());
create policy public_addresses_staff on public_addresses to andromede_operator, andromede_worker, andromede_migrator using (true) with check (true);
grant select on public_addresses, address_pools to andromede_portal, andromede_operator, andromede_worker;
grant update (instance_id, revision, failure_code, failure_text) on public_addresses to andromede_portal;
grant update (instance_id, revision, applied_revision, failure_code, failure_text) on public_addresses to andromede_worker;
grant insert, update (removed_at) on address_pools to andromede_operator, andromede_worker;
grant select, insert, update, delete on simulator.addresses to andromede_simulator;
--> statement-breakpoint
insert into quotas (organisation_id, project_id, resource, "limit")
  select organisation_id, project_id, 'public_addresses', 5 from quotas where resource = 'instances' and "limit" > 0
  on conflict do nothing;
--> statement-breakpoint
-- The addresses of a pool that may be given: all of one or two, else without the first and the last.
create function app.addresses_of(p_range cidr) returns setof text language sql immutable as $$
  select host(p_range::inet + n) from generate_series(0::bigint, (2 ^ (32 - masklen(p_range)))::bigint - 1) n
  where masklen(p_range) >= 31 or n between 1 and (2 ^ (32 - masklen(p_range)))::bigint - 2
$$;
--> statement-breakpoint
-- How many are free, and how many there are, in each zone that has any: a customer sees no other customer's rows.
create function app.count_public_addresses() returns table (zone_id text, free int, total int)
  language sql stable security definer set search_path = public, pg_temp as $$
  select p.zone_id, count(*) filter (where not exists (
      select from public_addresses a where a.address = x and (a.released_at is null or a.applied_revision < a.revision)))::int,
    count(*)::int
  from address_pools p, app.addresses_of(p.range) x where p.removed_at is null group by 1
$$;
revoke all on function app.count_public_addresses() from public;
grant execute on function app.count_public_addresses() to andromede_portal, andromede_operator, andromede_worker;
--> statement-breakpoint
-- Of those that are free the one that was given back longest ago: who still calls a former owner meets nobody new soon.
-- Answers {"outcome":"reserved","address":…}, {"outcome":"quota_exceeded","limit":…,"used":…} or {"outcome":"none_free"}.
create function app.reserve_public_address(
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
    left join lateral (select max(a.released_at) as at, bool_or(a.released_at is null or a.applied_revision < a.revision) as is_held
      from public_addresses a where a.address = x) last on true
    where p.zone_id = p_zone_id and p.removed_at is null and last.is_held is not true
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
revoke all on function app.reserve_public_address(text, text, text, text, text, text, timestamptz) from public;
grant execute on function app.reserve_public_address(text, text, text, text, text, text, timestamptz) to andromede_portal, andromede_worker;
--> statement-breakpoint
-- The address is given back: it leads nowhere, its quota is free and nothing more is counted. False when it was already.
create function app.release_public_address(p_id text, p_now timestamptz) returns boolean
  language plpgsql security definer set search_path = public, pg_temp as $$
declare v record;
begin
  select organisation_id, project_id into v from public_addresses where id = p_id;
  if not found then return false; end if;
  perform app.assert_organisation(v.organisation_id);
  perform 1 from quotas where organisation_id = v.organisation_id and project_id = v.project_id and resource = 'public_addresses' for no key update;
  update public_addresses set released_at = p_now, instance_id = null, failure_code = null, failure_text = null,
      revision = revision + (instance_id is not null)::int
    where id = p_id and released_at is null;
  if not found then return false; end if;
  update quotas set used = used - 1
    where organisation_id = v.organisation_id and project_id = v.project_id and resource = 'public_addresses';
  update usage_intervals set ended_at = greatest(started_at, date_trunc('second', p_now)), closed_recorded_at = p_now
    where resource_id = p_id and ended_at is null;
  return true;
end $$;
revoke all on function app.release_public_address(text, timestamptz) from public;
grant execute on function app.release_public_address(text, timestamptz) to andromede_portal, andromede_worker;
