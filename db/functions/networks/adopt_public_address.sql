-- Write the row of a public address that leads to a server and whose own was lost: of a pool of the zone, in the server's
-- project. The quota counts it and does not refuse it. It is unverified until a comparison finds that it leads as written.
-- Returns 'adopted', 'pool_unknown', 'address_taken', 'exists' or 'server_first'; after any other than the first the caller rolls
-- back. Locks are taken in the order of reserve_public_addresses.
create or replace function app.adopt_public_address(
  p_id text, p_organisation_id text, p_zone_id text, p_address text, p_instance_id text, p_bundle_id text, p_order_line_id text,
  p_reserved_at timestamptz
) returns text language plpgsql security definer set search_path = public, pg_temp as $$
declare v_project text; v_pool text;
begin
  select project_id into v_project from instances
    where id = p_instance_id and organisation_id = p_organisation_id and zone_id = p_zone_id and state in ('running', 'stopped');
  if v_project is null then return 'server_first'; end if;
  perform from quotas where organisation_id = p_organisation_id and project_id = v_project and resource = 'public_addresses'
    for no key update;
  perform pg_advisory_xact_lock(hashtextextended('public_addresses ' || p_zone_id, 0));
  select p.id into v_pool from address_pools p
    where p.zone_id = p_zone_id and p.removed_at is null and p_address in (select app.addresses_of(p.range)) limit 1;
  if v_pool is null then return 'pool_unknown'; end if;
  if exists (select from public_addresses where id = p_id) then return 'exists'; end if;
  if exists (select from public_addresses where address = p_address and released_at is null)
    or app.has_unexplained_lead(p_zone_id, p_address, p_id) then return 'address_taken'; end if;
  update quotas set used = used + 1
    where organisation_id = p_organisation_id and project_id = v_project and resource = 'public_addresses';
  insert into public_addresses (id, organisation_id, project_id, zone_id, pool_id, address, bundle_id, order_line_id, instance_id,
      revision, applied_revision, reserved_at, unverified)
    values (p_id, p_organisation_id, v_project, p_zone_id, v_pool, p_address, p_bundle_id, p_order_line_id, p_instance_id,
      1, 1, p_reserved_at, true);
  return 'adopted';
end $$;

revoke execute on function app.adopt_public_address(text, text, text, text, text, text, text, timestamptz) from public;
grant execute on function app.adopt_public_address(text, text, text, text, text, text, text, timestamptz) to andromede_worker;
