-- Claim capacity for one server, the usual order, with one statement for each step of claim_capacity and in the same
-- order of locks. Returns its address, '' in a zone without addresses, or 'lost' when the host has no room. Returns
-- null, with nothing changed, when a quota or the addresses do not allow it: claim_capacity then finds the reason.
create or replace function app.claim_server(
  p_organisation_id text, p_project_id text, p_zone_id text, p_id text, p_resource_id text, p_host_id text, p_vcpu int, p_memory_mib int,
  p_disk_gib int, p_candidates int, p_salt text, p_expires_at timestamptz, p_now timestamptz
) returns text language plpgsql security definer set search_path = public, pg_temp set plan_cache_mode = force_generic_plan
  set enable_seqscan = off as $$
declare
  v_taken text[]; v_prefix text; v_start int; v_address text; v_count int; v_answer text;
begin
  if session_user in ('andromede_portal', 'andromede_portal_b') and p_organisation_id is distinct from app.current_organisation() then
    raise exception 'organisation mismatch' using errcode = 'insufficient_privilege';
  end if;
  with t as (
    update quotas q set used = q.used + case q.resource when 'instances' then 1 when 'vcpu' then p_vcpu when 'memory_mib' then p_memory_mib else p_disk_gib end
      where q.organisation_id = p_organisation_id and q.project_id = p_project_id and q.resource in ('disk_gib', 'instances', 'memory_mib', 'vcpu')
        and q.used <= q."limit" - case q.resource when 'instances' then 1 when 'vcpu' then p_vcpu when 'memory_mib' then p_memory_mib else p_disk_gib end
      returning q.resource)
    select array_agg(t.resource) into v_taken from t;
  if cardinality(v_taken) = 4 then
    update hosts h set vcpu_free = h.vcpu_free - p_vcpu, memory_mib_free = h.memory_mib_free - p_memory_mib, disk_gib_free = h.disk_gib_free - p_disk_gib
      from zones z
      where h.id = p_host_id and h.zone_id = p_zone_id and h.state = 'in_service' and h.unreachable_since is null
        and coalesce(h.labels ->> 'dedicated', p_organisation_id) = p_organisation_id
        and h.vcpu_free >= p_vcpu and h.memory_mib_free >= p_memory_mib and h.disk_gib_free >= p_disk_gib
        and z.id = p_zone_id and z.state = 'in_service'
        and (z.driver = 'simulator' or exists (select from zone_reach r where r.zone_id = z.id and r.reached_at > clock_timestamp() - interval '20 seconds'))
      returning z.address_prefix into v_prefix;
    if found then
      -- Guess the address from the id, so that rivals rarely collide; the unique index decides.
      v_start := (hashtextextended(p_resource_id, 0) & 9223372036854775807) % 64516;
      for v_try in 0..15 loop
        v_address := case when v_prefix <> '' then app.address_at(v_prefix, (v_start + v_try * 4093) % 64516) end;
        insert into allocations (id, organisation_id, project_id, resource_kind, resource_id, zone_id, host_id, pool_id, vcpu, memory_mib,
            disk_gib, pool_gib, address, state, expires_at, created_at, placement_salt, placement_candidates)
          values (p_id, p_organisation_id, p_project_id, 'instance', p_resource_id, p_zone_id, p_host_id, null, p_vcpu, p_memory_mib,
            p_disk_gib, 0, v_address, 'pending', p_expires_at, p_now, p_salt, p_candidates)
          on conflict (zone_id, address) where state in ('pending', 'posted') do nothing;
        get diagnostics v_count = row_count;
        if v_count = 1 then return coalesce(v_address, ''); end if;
      end loop;
      update hosts h set vcpu_free = h.vcpu_free + p_vcpu, memory_mib_free = h.memory_mib_free + p_memory_mib, disk_gib_free = h.disk_gib_free + p_disk_gib
        where h.id = p_host_id;
    else
      v_answer := 'lost';
    end if;
  end if;
  update quotas q set used = q.used - case q.resource when 'instances' then 1 when 'vcpu' then p_vcpu when 'memory_mib' then p_memory_mib else p_disk_gib end
    where q.organisation_id = p_organisation_id and q.project_id = p_project_id and q.resource = any (v_taken);
  return v_answer;
end $$;

revoke execute on function app.claim_server(text, text, text, text, text, text, int, int, int, int, text, timestamptz, timestamptz) from public;
grant execute on function app.claim_server(text, text, text, text, text, text, int, int, int, int, text, timestamptz, timestamptz)
  to andromede_portal, andromede_worker;
