-- Change what a host physically has. Free capacity changes by the same amount. False, with nothing changed, when less
-- would be left than is claimed.
create or replace function app.set_host_capacity(
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

revoke execute on function app.set_host_capacity(text, int, int, int, int, int, int, int) from public;
grant execute on function app.set_host_capacity(text, int, int, int, int, int, int, int) to andromede_operator;
