-- End a live claim and give back everything that it held. False when there is none, so a repetition does no harm.
-- Locks in the order of claim_capacity: quota rows, host, pool.
create or replace function app.end_allocation(p_resource_id text, p_state text, p_now timestamptz) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
declare v allocations%rowtype;
begin
  if p_state not in ('released', 'voided', 'expired') then raise exception 'no end state: %', p_state; end if;
  select * into v from allocations where resource_id = p_resource_id and state in ('pending', 'posted');
  if not found then return false; end if;
  perform 1 from quotas where organisation_id = v.organisation_id and project_id = v.project_id order by resource for update;
  if v.host_id is not null then perform 1 from hosts where id = v.host_id for update; end if;
  if v.pool_id is not null then perform 1 from storage_pools where id = v.pool_id for update; end if;
  -- Read again under the locks: a rival may have ended or resized it meanwhile.
  update allocations set state = p_state, ended_at = p_now, expires_at = null
    where id = v.id and state in ('pending', 'posted') returning * into v;
  if not found then return false; end if;
  update quotas set used = used - case resource
      when 'instances' then (v.resource_kind = 'instance')::int when 'vcpu' then v.vcpu when 'memory_mib' then v.memory_mib
      when 'disk_gib' then v.disk_gib when 'volume_gib' then v.pool_gib else 0 end
    where organisation_id = v.organisation_id and project_id = v.project_id;
  update hosts set vcpu_free = vcpu_free + v.vcpu, memory_mib_free = memory_mib_free + v.memory_mib, disk_gib_free = disk_gib_free + v.disk_gib
    where id = v.host_id;
  update storage_pools set gib_free = gib_free + v.pool_gib where id = v.pool_id;
  return true;
end $$;

revoke execute on function app.end_allocation(text, text, timestamptz) from public;
grant execute on function app.end_allocation(text, text, timestamptz) to andromede_worker;
