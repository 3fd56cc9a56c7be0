-- One server is claimed without adding anything up, and an address is looked for one by one: joined with those in use,
-- it was looked for among all of the zone, a fifth of the cost of a claim in a zone with twenty thousand.
create or replace function app.claim_capacity(
  p_organisation_id text, p_project_id text, p_zone_id text, p_ids text[], p_kinds text[], p_resources text[],
  p_hosts text[], p_pools text[], p_vcpu int[], p_memory_mib int[], p_disk_gib int[], p_pool_gib int[],
  p_candidates int[], p_salt text, p_is_grouped boolean, p_labels jsonb, p_expires_at timestamptz, p_now timestamptz
) returns jsonb language plpgsql security definer set search_path = public, pg_temp set plan_cache_mode = force_generic_plan
  set enable_seqscan = off as $$
declare
  v_quota record; v_asked int[]; v_ask int; v_hosts text[]; v_pools text[]; v_prefix text; v_count int; v_done int;
  v_addresses jsonb; v_got jsonb; v_start int; v_window int; v_free int[]; v_groups text[]; v_taken text[] := '{}'; v_address text;
begin
  perform app.assert_organisation(p_organisation_id);
  -- One server, the usual claim, in the same order by one statement each. What stands in its way is undone and answered below.
  if cardinality(p_ids) = 1 and p_kinds[1] = 'instance' and p_pools[1] is null and not p_is_grouped and p_labels is null then
    v_asked := array[1, p_vcpu[1], p_memory_mib[1], p_disk_gib[1]];
    for v_quota in update quotas q set used = q.used + v_asked[case q.resource when 'instances' then 1 when 'vcpu' then 2 when 'memory_mib' then 3 when 'disk_gib' then 4 end]
      where q.organisation_id = p_organisation_id and q.project_id = p_project_id and q.resource in ('disk_gib', 'instances', 'memory_mib', 'vcpu')
        and q.used <= q."limit" - v_asked[case q.resource when 'instances' then 1 when 'vcpu' then 2 when 'memory_mib' then 3 when 'disk_gib' then 4 end]
      returning q.resource
    loop
      v_taken := v_taken || v_quota.resource;
    end loop;
    if cardinality(v_taken) = 4 then
      update hosts h set vcpu_free = h.vcpu_free - p_vcpu[1], memory_mib_free = h.memory_mib_free - p_memory_mib[1], disk_gib_free = h.disk_gib_free - p_disk_gib[1]
        from zones z
        where h.id = p_hosts[1] and h.zone_id = p_zone_id and h.state = 'in_service'
          and coalesce(h.labels ->> 'dedicated', p_organisation_id) = p_organisation_id
          and h.vcpu_free >= p_vcpu[1] and h.memory_mib_free >= p_memory_mib[1] and h.disk_gib_free >= p_disk_gib[1]
          and z.id = p_zone_id and z.state = 'in_service'
          and (z.driver = 'simulator' or exists (select from zone_reach r where r.zone_id = z.id and r.reached_at > clock_timestamp() - interval '20 seconds'))
        returning z.address_prefix into v_prefix;
      if found then
        -- The first guess of an address comes from the id, so rivals rarely meet; the unique index decides.
        v_start := (hashtextextended(p_resources[1], 0) & 9223372036854775807) % 64516;
        for v_try in 0..15 loop
          v_address := case when v_prefix <> '' then app.address_at(v_prefix, (v_start + v_try * 4093) % 64516) end;
          insert into allocations (id, organisation_id, project_id, resource_kind, resource_id, zone_id, host_id, pool_id, vcpu, memory_mib,
              disk_gib, pool_gib, address, state, expires_at, created_at, placement_salt, placement_candidates)
            values (p_ids[1], p_organisation_id, p_project_id, p_kinds[1], p_resources[1], p_zone_id, p_hosts[1], null, p_vcpu[1], p_memory_mib[1],
              p_disk_gib[1], p_pool_gib[1], v_address, 'pending', p_expires_at, p_now, p_salt, p_candidates[1])
            on conflict (zone_id, address) where state in ('pending', 'posted') do nothing;
          get diagnostics v_count = row_count;
          exit when v_count = 1;
        end loop;
        if v_count = 1 then
          return jsonb_build_object('outcome', 'claimed', 'addresses',
            case when v_address is null then '{}' else jsonb_build_object(p_resources[1], v_address) end);
        end if;
        perform app.give_back(p_hosts, p_pools, p_vcpu, p_memory_mib, p_disk_gib, p_pool_gib);
      end if;
    end if;
    update quotas q set used = q.used - v_asked[case q.resource when 'instances' then 1 when 'vcpu' then 2 when 'memory_mib' then 3 when 'disk_gib' then 4 end]
      where q.organisation_id = p_organisation_id and q.project_id = p_project_id and q.resource = any (v_taken);
  end if;
  if cardinality(p_ids) = 1 then
    v_asked := array[(p_kinds[1] = 'instance')::int, p_vcpu[1], p_memory_mib[1], p_disk_gib[1], p_pool_gib[1]];
    v_hosts := array_remove(p_hosts, null);
    v_pools := array_remove(p_pools, null);
  else
    select array[count(*) filter (where c.kind = 'instance'), coalesce(sum(c.vcpu), 0), coalesce(sum(c.memory), 0), coalesce(sum(c.disk), 0), coalesce(sum(c.pool), 0)]::int[]
      into v_asked from unnest(p_kinds, p_vcpu, p_memory_mib, p_disk_gib, p_pool_gib) as c(kind, vcpu, memory, disk, pool);
    v_hosts := array(select distinct h from unnest(p_hosts) as h where h is not null order by 1);
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
          -- One that moves stands on both its hosts until it has arrived.
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

  -- In the order of their ids before any changes; one alone is locked by its own change.
  if cardinality(v_hosts) > 1 then
    perform 1 from hosts where id = any (v_hosts) order by id for no key update;
    select count(*) into v_count from hosts h join (
        select c.host, sum(c.vcpu)::int as vcpu, sum(c.memory)::int as memory, sum(c.disk)::int as disk
        from unnest(p_hosts, p_vcpu, p_memory_mib, p_disk_gib) as c(host, vcpu, memory, disk) where c.host is not null group by 1) n on n.host = h.id
      where h.zone_id = p_zone_id and h.state = 'in_service' and coalesce(h.labels ->> 'dedicated', p_organisation_id) = p_organisation_id
        and h.vcpu_free >= n.vcpu and h.memory_mib_free >= n.memory and h.disk_gib_free >= n.disk;
    if v_count < cardinality(v_hosts) then return '{"outcome":"lost"}'; end if;
  end if;
  if cardinality(v_pools) > 0 and cardinality(v_hosts) > 1 or cardinality(v_pools) > 1 then
    perform 1 from storage_pools where id = any (v_pools) order by id for no key update;
  end if;

  if cardinality(v_hosts) = 1 then
    update hosts h set vcpu_free = h.vcpu_free - v_asked[2], memory_mib_free = h.memory_mib_free - v_asked[3], disk_gib_free = h.disk_gib_free - v_asked[4]
      where h.id = v_hosts[1] and h.zone_id = p_zone_id and h.state = 'in_service'
        and coalesce(h.labels ->> 'dedicated', p_organisation_id) = p_organisation_id
        and h.vcpu_free >= v_asked[2] and h.memory_mib_free >= v_asked[3] and h.disk_gib_free >= v_asked[4];
    if not found then return '{"outcome":"lost"}'; end if;
  elsif cardinality(v_hosts) > 1 then
    -- Locked and looked at above: all of them have the room.
    update hosts h set vcpu_free = h.vcpu_free - n.vcpu, memory_mib_free = h.memory_mib_free - n.memory, disk_gib_free = h.disk_gib_free - n.disk
      from (select c.host, sum(c.vcpu)::int as vcpu, sum(c.memory)::int as memory, sum(c.disk)::int as disk
            from unnest(p_hosts, p_vcpu, p_memory_mib, p_disk_gib) as c(host, vcpu, memory, disk) where c.host is not null group by 1) n
      where h.id = n.host;
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

  -- The first guess of an address comes from the id, so rivals rarely meet; the unique index decides.
  with put as (
    insert into allocations (id, organisation_id, project_id, resource_kind, resource_id, zone_id, host_id, pool_id, vcpu, memory_mib,
        disk_gib, pool_gib, address, state, expires_at, created_at, placement_salt, placement_candidates)
      select c.id, p_organisation_id, p_project_id, c.kind, c.resource, p_zone_id, c.host, c.pool, c.vcpu, c.memory, c.disk, c.gib,
        case when c.kind = 'instance' and v_prefix <> '' then app.address_at(v_prefix, ((hashtextextended(c.resource, 0) & 9223372036854775807) % 64516)::int) end,
        'pending', p_expires_at, p_now, p_salt, c.candidates
      from unnest(p_ids, p_kinds, p_resources, p_hosts, p_pools, p_vcpu, p_memory_mib, p_disk_gib, p_pool_gib, p_candidates)
          as c(id, kind, resource, host, pool, vcpu, memory, disk, gib, candidates)
      on conflict (zone_id, address) where state in ('pending', 'posted') do nothing
      returning resource_id, address)
    select count(*), coalesce(jsonb_object_agg(resource_id, address) filter (where address is not null), '{}') into v_done, v_addresses from put;

  -- Who met somebody is given free ones nearby, then from anywhere in the zone; a rival may be faster there too.
  v_start := (hashtextextended(p_resources[1], 1) & 9223372036854775807) % 64516;
  v_window := 16 + 8 * (cardinality(p_ids) - v_done);
  while v_done < cardinality(p_ids) loop
    if v_window <= 512 then
      -- Each looked up by itself: a join would read every address of the zone.
      v_free := array(
        select w.n from (select (v_start + s) % 64516 as n, s from generate_series(0, v_window - 1) s) w
        where (select a.id from allocations a where a.zone_id = p_zone_id and a.address = app.address_at(v_prefix, w.n) and a.state in ('pending', 'posted')) is null
        limit cardinality(p_ids) - v_done);
    else
      v_free := array(
        select w.n from (select (v_start + s) % 64516 as n, s from generate_series(0, least(v_window, 64516) - 1) s) w
        where not exists (select from allocations a where a.zone_id = p_zone_id and a.address = app.address_at(v_prefix, w.n) and a.state in ('pending', 'posted'))
        order by w.s limit cardinality(p_ids) - v_done);
    end if;
    if cardinality(v_free) = 0 and v_window >= 64516 then
      delete from allocations where id = any (p_ids);
      perform app.give_back(p_hosts, p_pools, p_vcpu, p_memory_mib, p_disk_gib, p_pool_gib);
      return '{"outcome":"no_address"}';
    end if;
    v_window := v_window * 16;
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
