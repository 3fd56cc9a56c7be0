-- What a host or a pool physically has may change (more memory, a larger disk). What is free moves by the
-- same amount, and never below zero: false, and nothing changed, when more is claimed than would be left.
create function app.set_host_capacity(
  p_host_id text, p_vcpu_physical int, p_vcpu_overcommit_percent int, p_vcpu_reserved int,
  p_memory_mib_physical int, p_memory_mib_reserved int, p_disk_gib_physical int, p_disk_gib_reserved int
) returns boolean language plpgsql security definer set search_path = public, pg_temp as $$
declare v hosts%rowtype; v_vcpu int; v_memory_mib int; v_disk_gib int;
begin
  select * into v from hosts where id = p_host_id for update;
  if not found then return false; end if;
  v_vcpu := v.vcpu_free - (v.vcpu_physical * v.vcpu_overcommit_percent / 100 - v.vcpu_reserved)
    + (p_vcpu_physical * p_vcpu_overcommit_percent / 100 - p_vcpu_reserved);
  v_memory_mib := v.memory_mib_free - (v.memory_mib_physical - v.memory_mib_reserved) + (p_memory_mib_physical - p_memory_mib_reserved);
  v_disk_gib := v.disk_gib_free - (v.disk_gib_physical - v.disk_gib_reserved) + (p_disk_gib_physical - p_disk_gib_reserved);
  if least(v_vcpu, v_memory_mib, v_disk_gib) < 0 then return false; end if;
  update hosts set
      vcpu_physical = p_vcpu_physical, vcpu_overcommit_percent = p_vcpu_overcommit_percent, vcpu_reserved = p_vcpu_reserved, vcpu_free = v_vcpu,
      memory_mib_physical = p_memory_mib_physical, memory_mib_reserved = p_memory_mib_reserved, memory_mib_free = v_memory_mib,
      disk_gib_physical = p_disk_gib_physical, disk_gib_reserved = p_disk_gib_reserved, disk_gib_free = v_disk_gib
    where id = p_host_id;
  return true;
end $$;

create function app.set_pool_capacity(p_pool_id text, p_gib_physical int, p_gib_reserved int) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update storage_pools set gib_physical = p_gib_physical, gib_reserved = p_gib_reserved,
      gib_free = gib_free - (gib_physical - gib_reserved) + (p_gib_physical - p_gib_reserved)
    where id = p_pool_id and gib_free - (gib_physical - gib_reserved) + (p_gib_physical - p_gib_reserved) >= 0;
  return found;
end $$;

revoke execute on function app.set_host_capacity(text, int, int, int, int, int, int, int), app.set_pool_capacity(text, int, int) from public;
grant execute on function app.set_host_capacity(text, int, int, int, int, int, int, int), app.set_pool_capacity(text, int, int) to andromede_operator;
-- An image that a hypervisor no longer has is no longer offered there.
grant delete on zone_images to andromede_operator;
