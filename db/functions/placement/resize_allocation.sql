-- Change what a live claim holds on its host. Returns 'resized', 'none', 'host_full' or 'quota_exceeded'.
create or replace function app.resize_allocation(p_resource_id text, p_vcpu int, p_memory_mib int, p_disk_gib int) returns text
language plpgsql security definer set search_path = public, pg_temp as $$
declare v allocations%rowtype;
begin
  select * into v from allocations where resource_id = p_resource_id and state in ('pending', 'posted');
  if not found then return 'none'; end if;
  perform app.assert_organisation(v.organisation_id);
  perform 1 from quotas where organisation_id = v.organisation_id and project_id = v.project_id order by resource for update;
  perform 1 from hosts where id = v.host_id for update;
  select * into v from allocations where id = v.id and state in ('pending', 'posted') for update;
  if not found then return 'none'; end if;
  if exists (select 1 from quotas q where q.organisation_id = v.organisation_id and q.project_id = v.project_id and (
      (q.resource = 'vcpu' and p_vcpu > v.vcpu and q.used + p_vcpu - v.vcpu > q."limit")
      or (q.resource = 'memory_mib' and p_memory_mib > v.memory_mib and q.used + p_memory_mib - v.memory_mib > q."limit")
      or (q.resource = 'disk_gib' and p_disk_gib > v.disk_gib and q.used + p_disk_gib - v.disk_gib > q."limit"))) then
    return 'quota_exceeded';
  end if;
  update hosts set vcpu_free = vcpu_free - (p_vcpu - v.vcpu), memory_mib_free = memory_mib_free - (p_memory_mib - v.memory_mib),
      disk_gib_free = disk_gib_free - (p_disk_gib - v.disk_gib)
    where id = v.host_id and vcpu_free >= p_vcpu - v.vcpu and memory_mib_free >= p_memory_mib - v.memory_mib and disk_gib_free >= p_disk_gib - v.disk_gib;
  if not found then return 'host_full'; end if;
  update quotas set used = used + case resource when 'vcpu' then p_vcpu - v.vcpu when 'memory_mib' then p_memory_mib - v.memory_mib
      when 'disk_gib' then p_disk_gib - v.disk_gib else 0 end
    where organisation_id = v.organisation_id and project_id = v.project_id;
  update allocations set vcpu = p_vcpu, memory_mib = p_memory_mib, disk_gib = p_disk_gib where id = v.id;
  return 'resized';
end $$;

revoke execute on function app.resize_allocation(text, int, int, int) from public;
grant execute on function app.resize_allocation(text, int, int, int) to andromede_portal, andromede_worker;
