-- What a claim stands on stays: it had foreign keys to its host, its pool and its project, which looked each of them up
-- for each claim. Nobody may take these away but the owner of the tables, who is told.
create function app.guard_claimed() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if exists (select from allocations a where case tg_table_name
      when 'hosts' then a.host_id = old.id when 'storage_pools' then a.pool_id = old.id else a.project_id = old.id end) then
    raise exception 'claims stand on % %', tg_table_name, old.id using errcode = 'foreign_key_violation';
  end if;
  return null;
end $$;
create trigger hosts_claimed after delete or update of id, zone_id on hosts for each row execute function app.guard_claimed();
create trigger storage_pools_claimed after delete or update of id, zone_id on storage_pools for each row execute function app.guard_claimed();
create trigger projects_claimed after delete or update of id, organisation_id on projects for each row execute function app.guard_claimed();
--> statement-breakpoint
-- The same counts as before, by the index that is left: host by host, in its order.
create or replace function app.loads_by_rack(p_zone_id text) returns table (rack_id text, rack text, vcpu int, memory_mib int, disk_gib int, claims int)
language sql stable security definer set search_path = public, pg_temp as
$$ select h.rack_id, r.name, a.vcpu, a.memory_mib, a.disk_gib, sum(a.claims)::int
   from hosts h join racks r on r.id = h.rack_id
     cross join lateral (select c.vcpu, c.memory_mib, c.disk_gib, count(*) as claims from allocations c
       where c.host_id = h.id and c.state in ('pending', 'posted') group by 1, 2, 3) a
   where h.zone_id = p_zone_id
   group by 1, 2, 3, 4, 5 $$;
--> statement-breakpoint
-- At most `p_most` addresses of a zone that no claim holds, from the `p_from`-th after `p_start` on; `s` says which it was,
-- so that who needs more goes on behind the last one. A few are looked up one by one nearby, many against all in use at once.
create function app.free_addresses(p_zone_id text, p_prefix text, p_start int, p_from int, p_most int) returns table (s int, n int)
language plpgsql stable set search_path = public, pg_temp set plan_cache_mode = force_generic_plan set enable_seqscan = off as $$
begin
  if p_most <= 64 then
    -- Each looked up by itself: a join would read every address of the zone.
    return query select w.s, (p_start + w.s) % 64516 from (select generate_series(p_from, least(p_from + 511, 64515)) as s) w
      where (select a.id from allocations a where a.zone_id = p_zone_id and a.address = app.address_at(p_prefix, (p_start + w.s) % 64516)
        and a.state in ('pending', 'posted')) is null
      limit p_most;
    if found then return; end if;
  end if;
  return query select w.s, (p_start + w.s) % 64516 from (select generate_series(p_from, 64515) as s) w
    where not exists (select from allocations a where a.zone_id = p_zone_id and a.address = app.address_at(p_prefix, (p_start + w.s) % 64516)
      and a.state in ('pending', 'posted'))
    limit p_most;
end $$;
revoke execute on function app.guard_claimed(), app.free_addresses(text, text, int, int, int) from public;
--> statement-breakpoint
-- One server, the usual claim, in the order of claim_capacity by one statement each, without adding anything up. Answers
-- its address, '' in a zone without any, or 'lost' when the host has no room for it. Null when a quota or the addresses
-- stand in its way: then, too, nothing has changed, and claim_capacity, asked next, finds what it was.
create function app.claim_server(
  p_organisation_id text, p_project_id text, p_zone_id text, p_id text, p_resource_id text, p_host_id text, p_vcpu int, p_memory_mib int,
  p_disk_gib int, p_candidates int, p_salt text, p_expires_at timestamptz, p_now timestamptz
) returns text language plpgsql security definer set search_path = public, pg_temp set plan_cache_mode = force_generic_plan
  set enable_seqscan = off as $$
declare
  v_taken text[]; v_prefix text; v_start int; v_address text; v_count int; v_answer text;
begin
  if session_user = 'andromede_portal' and p_organisation_id is distinct from app.current_organisation() then
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
      where h.id = p_host_id and h.zone_id = p_zone_id and h.state = 'in_service'
        and coalesce(h.labels ->> 'dedicated', p_organisation_id) = p_organisation_id
        and h.vcpu_free >= p_vcpu and h.memory_mib_free >= p_memory_mib and h.disk_gib_free >= p_disk_gib
        and z.id = p_zone_id and z.state = 'in_service'
        and (z.driver = 'simulator' or exists (select from zone_reach r where r.zone_id = z.id and r.reached_at > clock_timestamp() - interval '20 seconds'))
      returning z.address_prefix into v_prefix;
    if found then
      -- The first guess of an address comes from the id, so rivals rarely meet; the unique index decides.
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
grant execute on function app.claim_server(text, text, text, text, text, text, int, int, int, int, text, timestamptz, timestamptz) to andromede_portal, andromede_worker;
--> statement-breakpoint
-- Several, or a volume, or one server in whose way something stands. Hosts are added up once; addresses are searched once.
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

  -- A quota row that counts the claim stands for its project; what counts against none has its project looked up.
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

  -- In the order of their ids before any changes; one alone is locked by its own change. One that a rival has filled
  -- meanwhile is judged again when its lock is had.
  if cardinality(v_hosts) > 1 then
    select count(*) into v_count from (
      select from unnest(v_hosts, v_host_vcpu, v_host_memory, v_host_disk) as n(host, vcpu, memory, disk) join hosts h on h.id = n.host
        where h.zone_id = p_zone_id and h.state = 'in_service' and coalesce(h.labels ->> 'dedicated', p_organisation_id) = p_organisation_id
          and h.vcpu_free >= n.vcpu and h.memory_mib_free >= n.memory and h.disk_gib_free >= n.disk
        order by h.id for no key update of h) l;
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

  -- A few are guessed from their ids, so rivals rarely meet; many are given the free ones that follow a place of the
  -- first id, looked for once: guessed, a third of them would meet somebody in a zone a third full. The unique index decides.
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

  -- Who met somebody is given the free ones that follow those looked at; only at the end of the zone is it begun again,
  -- for what a rival has given back meanwhile. A rival may be faster there too.
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
