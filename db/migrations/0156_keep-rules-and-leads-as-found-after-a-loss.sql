-- Rules of networks and leads of addresses that were restored may be older than what is in force: they are compared first,
-- and written only once a person has decided or the customer has changed them since.
alter table private_networks add column unverified boolean not null default false;
--> statement-breakpoint
alter table public_addresses add column unverified boolean not null default false;
--> statement-breakpoint
grant update (unverified) on private_networks, public_addresses to andromede_portal, andromede_worker;
--> statement-breakpoint
-- A network that was kept ready at the time of the backup may be a customer's by now: it is given to nobody else.
alter table spare_networks add column withdrawn_at timestamp with time zone;
--> statement-breakpoint
-- Whether a lead of this address that no row explains is in quarantine: it serves somebody whose rows are lost.
create function app.has_unexplained_lead(p_zone text, p_address text, p_but text) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
  select exists (select from quarantined_objects q where q.zone_id = p_zone and q.kind = 'address'
    and q.details ->> 'address' = p_address and q.subject <> p_but and q.state not in ('deleted', 'gone'))
$$;
--> statement-breakpoint
revoke execute on function app.has_unexplained_lead(text, text, text) from public;
--> statement-breakpoint
grant execute on function app.has_unexplained_lead(text, text, text) to andromede_portal, andromede_operator, andromede_worker;
--> statement-breakpoint
create or replace function app.end_recovery(p_identity text, p_staff text, p_data_lost boolean, p_at timestamptz) returns integer
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v_parked integer := 0;
begin
  if p_identity <> app.database_identity() then return null; end if;
  if p_data_lost then
    update sagas set state = 'parked', failure_code = 'recovery', failure_params = null, failure_text = null,
      lease_owner = null, lease_expires_at = null where state in ('running', 'undoing');
    get diagnostics v_parked = row_count;
    insert into installation_facts (name, value) values ('data_lost_at', p_at::text)
      on conflict (name) do update set value = excluded.value;
    update drifts set held = true where state = 'open';
    update private_networks set unverified = true where not unverified;
    update public_addresses set unverified = true where not unverified and (released_at is null or applied_revision < revision);
    update spare_networks set withdrawn_at = p_at where withdrawn_at is null;
  end if;
  insert into installation_facts (name, value) values ('database', p_identity)
    on conflict (name) do update set value = excluded.value;
  delete from installation_facts where name = 'place';
  update recoveries set ended_at = p_at, ended_by_staff_id = p_staff, data_lost = p_data_lost, parked_sagas = v_parked
    where ended_at is null;
  return v_parked;
end $$;
--> statement-breakpoint
create or replace function app.count_public_addresses() returns table (zone_id text, free int, total int)
  language sql stable security definer set search_path = public, pg_temp as $$
  select p.zone_id, count(*) filter (where not exists (
      select from public_addresses a where a.address = x and (a.released_at is null or a.applied_revision < a.revision))
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
    left join lateral (select max(a.released_at) as at, bool_or(a.released_at is null or a.applied_revision < a.revision) as is_held
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
