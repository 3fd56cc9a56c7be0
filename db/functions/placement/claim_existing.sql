-- Claim the place of an object that exists already and whose rows were lost: exactly its host or its pool, posted at once.
-- The quota counts it and does not refuse it. Returns 'claimed', 'no_room', 'address_taken' or 'exists'; after any other
-- than the first the caller rolls back. Locks are taken in the order of claim_capacity.
create or replace function app.claim_existing(
  p_id text, p_organisation_id text, p_project_id text, p_kind text, p_resource_id text, p_zone_id text, p_host_id text, p_pool_id text,
  p_vcpu int, p_memory_mib int, p_disk_gib int, p_pool_gib int, p_address text, p_now timestamptz
) returns text language plpgsql security definer set search_path = public, pg_temp as $$
declare v_prefix text;
begin
  perform from quotas q where q.organisation_id = p_organisation_id and q.project_id = p_project_id order by q.resource for update;
  if p_host_id is not null then
    update hosts h set vcpu_free = h.vcpu_free - p_vcpu, memory_mib_free = h.memory_mib_free - p_memory_mib,
        disk_gib_free = h.disk_gib_free - p_disk_gib
      where h.id = p_host_id and h.zone_id = p_zone_id
        and h.vcpu_free >= p_vcpu and h.memory_mib_free >= p_memory_mib and h.disk_gib_free >= p_disk_gib;
    if not found then return 'no_room'; end if;
  else
    update storage_pools s set gib_free = s.gib_free - p_pool_gib
      where s.id = p_pool_id and s.zone_id = p_zone_id and s.gib_free >= p_pool_gib;
    if not found then return 'no_room'; end if;
  end if;
  if exists (select from allocations a where a.resource_id = p_resource_id and a.state in ('pending', 'posted')) then return 'exists'; end if;
  select z.address_prefix into v_prefix from zones z where z.id = p_zone_id;
  insert into allocations (id, organisation_id, project_id, resource_kind, resource_id, zone_id, host_id, pool_id, vcpu, memory_mib,
      disk_gib, pool_gib, address, state, created_at, posted_at)
    values (p_id, p_organisation_id, p_project_id, p_kind, p_resource_id, p_zone_id, p_host_id, p_pool_id, p_vcpu, p_memory_mib,
      p_disk_gib, p_pool_gib, case when p_kind = 'instance' and v_prefix <> '' then p_address end, 'posted', p_now, p_now)
    on conflict (zone_id, address) where state in ('pending', 'posted') do nothing;
  if not found then return 'address_taken'; end if;
  update quotas q set used = q.used + n.asked
    from (values ('instances', (p_kind = 'instance')::int), ('vcpu', p_vcpu), ('memory_mib', p_memory_mib), ('disk_gib', p_disk_gib),
      ('volume_gib', p_pool_gib)) as n(resource, asked)
    where q.organisation_id = p_organisation_id and q.project_id = p_project_id and q.resource = n.resource and n.asked > 0;
  return 'claimed';
end $$;

revoke execute on function app.claim_existing(text, text, text, text, text, text, text, text, int, int, int, int, text, timestamptz) from public;
grant execute on function app.claim_existing(text, text, text, text, text, text, text, text, int, int, int, int, text, timestamptz)
  to andromede_worker;
