-- Reserve room on the host that a server moves to, as a claim of kind `move` that counts against no quota. settle_move
-- ends it; until then the server has room on both hosts. Locks in the order of claim_capacity: quota rows, which let
-- one claim of a project at a time judge the rules of its groups, then hosts by id. Returns 'reserved', 'none', 'rule'
-- or 'host_full'.
create or replace function app.reserve_move(p_resource_id text, p_host_id text, p_may_break_rules boolean, p_id text, p_now timestamptz) returns text
language plpgsql security definer set search_path = public, pg_temp as $$
declare v allocations%rowtype; v_rack text; v_room text;
begin
  select * into v from allocations where resource_id = p_resource_id and resource_kind = 'instance' and state = 'posted';
  if not found then return 'none'; end if;
  perform app.assert_organisation(v.organisation_id);
  perform 1 from quotas where organisation_id = v.organisation_id and project_id = v.project_id order by resource for no key update;
  perform 1 from hosts where id in (v.host_id, p_host_id) order by id for no key update;
  select * into v from allocations where id = v.id and state = 'posted' for update;
  if not found or v.host_id = p_host_id then return 'none'; end if;
  if not p_may_break_rules then
    select r.id, r.room_id into v_rack, v_room from hosts h join racks r on r.id = h.rack_id where h.id = p_host_id;
    if exists (
      select from placement_group_members m
        join placement_groups g on g.id = m.group_id and g.strength = 'must' and g.organisation_id = v.organisation_id
        join placement_group_members n on n.group_id = m.group_id and n.resource_id <> m.resource_id
        join allocations b on b.resource_id in (n.resource_id, 'move:' || n.resource_id) and b.state in ('pending', 'posted')
        join hosts hb on hb.id = b.host_id join racks rb on rb.id = hb.rack_id
      where m.resource_id = p_resource_id
        and (g.relation = 'apart') = (case g.level when 'host' then hb.id = p_host_id when 'rack' then rb.id = v_rack else rb.room_id = v_room end)
    ) then
      return 'rule';
    end if;
  end if;
  update hosts h set vcpu_free = h.vcpu_free - v.vcpu, memory_mib_free = h.memory_mib_free - v.memory_mib, disk_gib_free = h.disk_gib_free - v.disk_gib
    where h.id = p_host_id and h.zone_id = v.zone_id and h.state = 'in_service' and h.unreachable_since is null
      and coalesce(h.labels ->> 'dedicated', v.organisation_id) = v.organisation_id
      and h.vcpu_free >= v.vcpu and h.memory_mib_free >= v.memory_mib and h.disk_gib_free >= v.disk_gib;
  if not found then return 'host_full'; end if;
  insert into allocations (id, organisation_id, project_id, resource_kind, resource_id, zone_id, host_id, vcpu, memory_mib, disk_gib, pool_gib,
      state, created_at, posted_at)
    values (p_id, v.organisation_id, v.project_id, 'move', 'move:' || p_resource_id, v.zone_id, p_host_id, v.vcpu, v.memory_mib, v.disk_gib, 0,
      'posted', p_now, p_now);
  return 'reserved';
end $$;

revoke execute on function app.reserve_move(text, text, boolean, text, timestamptz) from public;
grant execute on function app.reserve_move(text, text, boolean, text, timestamptz)
  to andromede_portal, andromede_worker;
