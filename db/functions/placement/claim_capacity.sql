-- Claim capacity for several resources together, all or nothing. Columns instead of JSON: parsing cost more than
-- claiming. Returns {"outcome":"claimed","addresses":{resourceId: address}},
-- {"outcome":"quota_exceeded","resource":…,"limit":…,"used":…,"asked":…}, {"outcome":"lost"} (a rival was faster,
-- nothing has changed) or {"outcome":"no_address"}.
--
-- Locks are taken in one order, so that claims cannot deadlock: quotas, hosts, pools, addresses, each by key. The plan
-- may be old, so everything it relies on is checked here: the zone sells, the host is in service, has room, carries
-- the labels and is open to this organisation, and no newcomer breaks a rule of a `must` group; otherwise the claim is
-- lost. Members of a group belong to one project: its quota rows, locked first, let one claim at a time decide.
--
-- Refusals come before any write, so no claim pays for a subtransaction; only a zone without a free address is noticed
-- late, and gives back by hand. A statement keeps one plan: planning took three quarters of a claim. Plans go by keys:
-- one made while tables were small read them whole once they had grown.
create or replace function app.claim_capacity(
  p_organisation_id text, p_project_id text, p_zone_id text, p_ids text[], p_kinds text[], p_resources text[],
  p_hosts text[], p_pools text[], p_vcpu int[], p_memory_mib int[], p_disk_gib int[], p_pool_gib int[],
  p_candidates int[], p_salt text, p_is_grouped boolean, p_labels jsonb, p_expires_at timestamptz, p_now timestamptz
) returns jsonb language plpgsql security definer set search_path = public, pg_temp set plan_cache_mode = force_generic_plan
  set enable_seqscan = off as $$
declare
  v_quota record; v_asked int[]; v_ask int; v_hosts text[]; v_pools text[]; v_prefix text; v_count int; v_done int;
  v_addresses jsonb; v_got jsonb; v_start int; v_from int := 0; v_free int[]; v_groups text[];
  v_host_vcpu int[]; v_host_memory int[]; v_host_disk int[]; v_servers int;
begin
  perform app.assert_organisation(p_organisation_id);
  if cardinality(p_ids) = 1 then
    v_asked := array[(p_kinds[1] = 'instance')::int, p_vcpu[1], p_memory_mib[1], p_disk_gib[1], p_pool_gib[1]];
    v_hosts := array_remove(p_hosts, null);
    v_pools := array_remove(p_pools, null);
  else
    select array[count(*) filter (where c.kind = 'instance'), coalesce(sum(c.vcpu), 0), coalesce(sum(c.memory), 0), coalesce(sum(c.disk), 0), coalesce(sum(c.pool), 0)]::int[]
      into v_asked from unnest(p_kinds, p_vcpu, p_memory_mib, p_disk_gib, p_pool_gib) as c(kind, vcpu, memory, disk, pool);
    select coalesce(array_agg(n.host), '{}'), array_agg(n.vcpu), array_agg(n.memory), array_agg(n.disk) into v_hosts, v_host_vcpu, v_host_memory, v_host_disk
      from (select c.host, sum(c.vcpu)::int as vcpu, sum(c.memory)::int as memory, sum(c.disk)::int as disk
            from unnest(p_hosts, p_vcpu, p_memory_mib, p_disk_gib) as c(host, vcpu, memory, disk) where c.host is not null group by 1) n;
    v_pools := array(select distinct p from unnest(p_pools) as p where p is not null order by 1);
  end if;
  v_count := 0;
  for v_quota in select resource, "limit", used from quotas
    where organisation_id = p_organisation_id and project_id = p_project_id order by resource for no key update
  loop
    v_ask := v_asked[case v_quota.resource when 'instances' then 1 when 'vcpu' then 2 when 'memory_mib' then 3 when 'disk_gib' then 4 when 'volume_gib' then 5 end];
    if v_ask > 0 then
      if v_quota.used + v_ask > v_quota."limit" then
        return jsonb_build_object('outcome', 'quota_exceeded', 'resource', v_quota.resource,
          'limit', v_quota."limit", 'used', v_quota.used, 'asked', v_ask);
      end if;
      v_count := v_count + 1;
    end if;
  end loop;
  if v_count <> (v_asked[1] > 0)::int + (v_asked[2] > 0)::int + (v_asked[3] > 0)::int + (v_asked[4] > 0)::int + (v_asked[5] > 0)::int then
    select jsonb_build_object('outcome', 'quota_exceeded', 'resource', n.resource, 'limit', 0, 'used', 0, 'asked', n.asked) into v_got
      from unnest(array['instances', 'vcpu', 'memory_mib', 'disk_gib', 'volume_gib'], v_asked) as n(resource, asked)
      where n.asked > 0 and not exists (select from quotas q where q.organisation_id = p_organisation_id and q.project_id = p_project_id and q.resource = n.resource)
      order by n.resource limit 1;
    return v_got;
  end if;

  -- A quota row proves that the project exists; a claim that counts against no quota looks its project up.
  if v_count = 0 and not exists (select from projects p where p.organisation_id = p_organisation_id and p.id = p_project_id) then
    raise exception 'a claim of no project' using errcode = 'foreign_key_violation';
  end if;

  select z.address_prefix into v_prefix from zones z where z.id = p_zone_id and z.state = 'in_service'
    and (z.driver = 'simulator' or exists (select from zone_reach r where r.zone_id = z.id and r.reached_at > clock_timestamp() - interval '20 seconds'));
  if not found then return '{"outcome":"lost"}'; end if;

  if p_is_grouped then
    v_groups := array(select distinct n.group_id from placement_group_members n where n.resource_id = any (p_resources));
    if exists (
      select from (
        select o.host is not null as is_new, g.relation, count(*) over (partition by g.id, d.domain) as alike,
          min(d.domain) over (partition by g.id) <> max(d.domain) over (partition by g.id) as is_scattered
        from placement_groups g
          join placement_group_members m on m.group_id = g.id and m.group_id = any (v_groups)
          left join unnest(p_resources, p_hosts) as o(resource, host) on o.resource = m.resource_id
          -- A server that moves is on both hosts until it has arrived.
          left join allocations a on o.resource is null and a.resource_id in (m.resource_id, 'move:' || m.resource_id) and a.state in ('pending', 'posted')
          join hosts h on h.id = coalesce(o.host, a.host_id)
          join racks k on k.id = h.rack_id
          cross join lateral (select case g.level when 'host' then h.id when 'rack' then k.id else k.room_id end as domain) d
        where g.id = any (v_groups) and g.strength = 'must' and g.organisation_id = p_organisation_id) r
      where r.is_new and case r.relation when 'apart' then r.alike > 1 else r.is_scattered end
    ) then
      return '{"outcome":"lost"}';
    end if;
  end if;
  if p_labels is not null then
    if exists (select from jsonb_array_elements(p_labels) l join hosts h on h.id = l.value ->> 'host' where not h.labels @> (l.value -> 'labels')) then
      return '{"outcome":"lost"}';
    end if;
  end if;

  -- Lock the hosts in the order of their ids before any changes; a single one is locked by its own update. A host that a
  -- rival has filled meanwhile is judged again once its lock is held.
  if cardinality(v_hosts) > 1 then
    select count(*) into v_count from (
      select from unnest(v_hosts, v_host_vcpu, v_host_memory, v_host_disk) as n(host, vcpu, memory, disk) join hosts h on h.id = n.host
        where h.zone_id = p_zone_id and h.state = 'in_service' and h.unreachable_since is null and coalesce(h.labels ->> 'dedicated', p_organisation_id) = p_organisation_id
          and h.vcpu_free >= n.vcpu and h.memory_mib_free >= n.memory and h.disk_gib_free >= n.disk
        order by h.id for no key update of h) l;
    if v_count < cardinality(v_hosts) then return '{"outcome":"lost"}'; end if;
  end if;
  if cardinality(v_pools) > 0 and cardinality(v_hosts) > 1 or cardinality(v_pools) > 1 then
    perform 1 from storage_pools where id = any (v_pools) order by id for no key update;
  end if;

  if cardinality(v_hosts) = 1 then
    update hosts h set vcpu_free = h.vcpu_free - v_asked[2], memory_mib_free = h.memory_mib_free - v_asked[3], disk_gib_free = h.disk_gib_free - v_asked[4]
      where h.id = v_hosts[1] and h.zone_id = p_zone_id and h.state = 'in_service' and h.unreachable_since is null
        and coalesce(h.labels ->> 'dedicated', p_organisation_id) = p_organisation_id
        and h.vcpu_free >= v_asked[2] and h.memory_mib_free >= v_asked[3] and h.disk_gib_free >= v_asked[4];
    if not found then return '{"outcome":"lost"}'; end if;
  elsif cardinality(v_hosts) > 1 then
    -- Locked and checked above: all of them have the room.
    update hosts h set vcpu_free = h.vcpu_free - n.vcpu, memory_mib_free = h.memory_mib_free - n.memory, disk_gib_free = h.disk_gib_free - n.disk
      from unnest(v_hosts, v_host_vcpu, v_host_memory, v_host_disk) as n(host, vcpu, memory, disk) where h.id = n.host;
  end if;
  if cardinality(v_pools) > 0 then
    select count(*) into v_count from storage_pools s join (
        select c.pool, sum(c.gib)::int as gib from unnest(p_pools, p_pool_gib) as c(pool, gib) where c.pool is not null group by 1) n on n.pool = s.id
      where s.zone_id = p_zone_id and s.gib_free >= n.gib;
    if v_count = cardinality(v_pools) then
      update storage_pools s set gib_free = s.gib_free - n.gib
        from (select c.pool, sum(c.gib)::int as gib from unnest(p_pools, p_pool_gib) as c(pool, gib) where c.pool is not null group by 1) n
        where s.id = n.pool and s.zone_id = p_zone_id and s.gib_free >= n.gib;
      get diagnostics v_count = row_count;
    else
      v_count := 0;
    end if;
    if v_count < cardinality(v_pools) then
      perform app.give_back(p_hosts, '{}', p_vcpu, p_memory_mib, p_disk_gib, '{}');
      return '{"outcome":"lost"}';
    end if;
  end if;

  -- Guess a few addresses from the ids, so that rivals rarely collide. Many get the free ones after a place derived from
  -- the first id, searched once: in a zone a third full, a third of the guesses would collide. The unique index decides.
  v_servers := case when v_prefix <> '' then v_asked[1] else 0 end;
  v_start := (hashtextextended(p_resources[1], 1) & 9223372036854775807) % 64516;
  if v_servers > 64 then
    select array_agg(f.n), max(f.s) + 1 into v_free, v_from from app.free_addresses(p_zone_id, v_prefix, v_start, 0, v_servers) f;
    if coalesce(cardinality(v_free), 0) < v_servers then
      perform app.give_back(p_hosts, p_pools, p_vcpu, p_memory_mib, p_disk_gib, p_pool_gib);
      return '{"outcome":"no_address"}';
    end if;
  end if;
  with put as (
    insert into allocations (id, organisation_id, project_id, resource_kind, resource_id, zone_id, host_id, pool_id, vcpu, memory_mib,
        disk_gib, pool_gib, address, state, expires_at, created_at, placement_salt, placement_candidates)
      select c.id, p_organisation_id, p_project_id, c.kind, c.resource, p_zone_id, c.host, c.pool, c.vcpu, c.memory, c.disk, c.gib,
        case when c.kind = 'instance' and v_prefix <> '' then app.address_at(v_prefix,
          case when v_servers > 64 then v_free[c.at] else ((hashtextextended(c.resource, 0) & 9223372036854775807) % 64516)::int end) end,
        'pending', p_expires_at, p_now, p_salt, c.candidates
      from (select e.*, count(*) filter (where e.kind = 'instance') over (rows unbounded preceding) as at
            from unnest(p_ids, p_kinds, p_resources, p_hosts, p_pools, p_vcpu, p_memory_mib, p_disk_gib, p_pool_gib, p_candidates)
              as e(id, kind, resource, host, pool, vcpu, memory, disk, gib, candidates)) c
      on conflict (zone_id, address) where state in ('pending', 'posted') do nothing
      returning resource_id, address)
    select count(*), coalesce(jsonb_object_agg(resource_id, address) filter (where address is not null), '{}') into v_done, v_addresses from put;

  -- Those that collided get the free addresses that follow. The search starts over only at the end of the zone, for what a
  -- rival has given back meanwhile. A rival may be faster there too.
  while v_done < cardinality(p_ids) loop
    select coalesce(array_agg(f.n), '{}'), coalesce(max(f.s) + 1, 64516) into v_free, v_count
      from app.free_addresses(p_zone_id, v_prefix, v_start, v_from, cardinality(p_ids) - v_done) f;
    if cardinality(v_free) = 0 and v_from = 0 then
      delete from allocations where id = any (p_ids);
      perform app.give_back(p_hosts, p_pools, p_vcpu, p_memory_mib, p_disk_gib, p_pool_gib);
      return '{"outcome":"no_address"}';
    end if;
    v_from := case when cardinality(v_free) = 0 then 0 else v_count end;
    continue when cardinality(v_free) = 0;
    with put as (
      insert into allocations (id, organisation_id, project_id, resource_kind, resource_id, zone_id, host_id, pool_id, vcpu, memory_mib,
          disk_gib, pool_gib, address, state, expires_at, created_at, placement_salt, placement_candidates)
        select c.id, p_organisation_id, p_project_id, c.kind, c.resource, p_zone_id, c.host, c.pool, c.vcpu, c.memory, c.disk, c.gib,
          app.address_at(v_prefix, v_free[c.at]), 'pending', p_expires_at, p_now, p_salt, c.candidates
        from (select e.*, row_number() over () as at
              from unnest(p_ids, p_kinds, p_resources, p_hosts, p_pools, p_vcpu, p_memory_mib, p_disk_gib, p_pool_gib, p_candidates)
                as e(id, kind, resource, host, pool, vcpu, memory, disk, gib, candidates)
              where not exists (select from allocations a where a.id = e.id)) c
        where c.at <= cardinality(v_free)
        on conflict (zone_id, address) where state in ('pending', 'posted') do nothing
        returning resource_id, address)
      select count(*), coalesce(jsonb_object_agg(resource_id, address), '{}') into v_count, v_got from put;
    v_done := v_done + v_count;
    v_addresses := v_addresses || v_got;
  end loop;

  update quotas q set used = q.used + n.asked
    from unnest(array['instances', 'vcpu', 'memory_mib', 'disk_gib', 'volume_gib'], v_asked) as n(resource, asked)
    where q.organisation_id = p_organisation_id and q.project_id = p_project_id and q.resource = n.resource and n.asked > 0;
  return jsonb_build_object('outcome', 'claimed', 'addresses', v_addresses);
end $$;

revoke execute on function app.claim_capacity(text, text, text, text[], text[], text[], text[], text[], int[], int[], int[], int[], int[], text, boolean, jsonb, timestamptz, timestamptz) from public;
grant execute on function app.claim_capacity(text, text, text, text[], text[], text[], text[], text[], int[], int[], int[], int[], int[], text, boolean, jsonb, timestamptz, timestamptz)
  to andromede_portal, andromede_worker;
