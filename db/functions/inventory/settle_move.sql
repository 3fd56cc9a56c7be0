-- End a move: the claim passes to the new host, or the room reserved there is given back. False when there is no move,
-- so a repetition does no harm.
create or replace function app.settle_move(p_resource_id text, p_is_moved boolean, p_now timestamptz) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
declare v allocations%rowtype; v_hold allocations%rowtype; v_left text;
begin
  select * into v from allocations where resource_id = p_resource_id and state = 'posted';
  select * into v_hold from allocations where resource_id = 'move:' || p_resource_id and state = 'posted';
  if v.id is null or v_hold.id is null then return false; end if;
  perform app.assert_organisation(v.organisation_id);
  perform 1 from hosts where id in (v.host_id, v_hold.host_id) order by id for no key update;
  update allocations set state = case when p_is_moved then 'released' else 'voided' end, ended_at = p_now
    where id = v_hold.id and state = 'posted';
  if not found then return false; end if;
  v_left := case when p_is_moved then v.host_id else v_hold.host_id end;
  update hosts set vcpu_free = vcpu_free + v_hold.vcpu, memory_mib_free = memory_mib_free + v_hold.memory_mib, disk_gib_free = disk_gib_free + v_hold.disk_gib
    where id = v_left;
  if p_is_moved then update allocations set host_id = v_hold.host_id where id = v.id; end if;
  return true;
end $$;

revoke execute on function app.settle_move(text, boolean, timestamptz) from public;
grant execute on function app.settle_move(text, boolean, timestamptz) to andromede_worker;
