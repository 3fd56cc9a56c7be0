-- Capacity changes only here. Lock order is fixed: quotas, hosts, pools, addresses, each by key, so that
-- claims cannot deadlock. Every decrement is conditional and backed by a check constraint.

create function app.assert_organisation(p_organisation_id text) returns void language plpgsql stable as $$
begin
  if session_user = 'andromede_portal' and p_organisation_id is distinct from app.current_organisation() then
    raise exception 'organisation mismatch' using errcode = 'insufficient_privilege';
  end if;
end $$;

-- Claim capacity for several resources together, all or nothing. Each element of `p_claims`:
-- {id, resourceKind, resourceId, hostId, poolId, vcpu, memoryMib, diskGib, poolGib, wantsAddress}.
-- Answers {"outcome":"claimed","addresses":{resourceId: address}} or
-- {"outcome":"quota_exceeded","resource":…,"limit":…,"used":…,"asked":…} or
-- {"outcome":"lost","hostId":…|"poolId":…} (somebody else was faster; nothing was changed) or
-- {"outcome":"no_address"}.
create function app.claim_allocations(
  p_organisation_id text, p_project_id text, p_zone_id text, p_claims jsonb, p_expires_at timestamptz, p_now timestamptz
) returns jsonb language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v_quota record; v_need record; v_claim record; v_addresses jsonb := '{}'; v_prefix text; v_address text; v_seed bigint; v_try int;
begin
  perform app.assert_organisation(p_organisation_id);
  for v_need in
    with claim as (select * from jsonb_to_recordset(p_claims) as c("resourceKind" text, vcpu int, "memoryMib" int, "diskGib" int, "poolGib" int)),
    need as (
      select 'instances' as resource, count(*) filter (where "resourceKind" = 'instance')::int as asked from claim
      union all select 'vcpu', coalesce(sum(vcpu), 0)::int from claim
      union all select 'memory_mib', coalesce(sum("memoryMib"), 0)::int from claim
      union all select 'disk_gib', coalesce(sum("diskGib"), 0)::int from claim
      union all select 'volume_gib', coalesce(sum("poolGib"), 0)::int from claim)
    select * from need where asked > 0 order by resource
  loop
    update quotas set used = used + v_need.asked
      where organisation_id = p_organisation_id and project_id = p_project_id and resource = v_need.resource
        and used + v_need.asked <= "limit";
    if not found then
      select q."limit", q.used into v_quota from quotas q
        where organisation_id = p_organisation_id and project_id = p_project_id and resource = v_need.resource;
      raise exception using errcode = 'AND01', message = jsonb_build_object('outcome', 'quota_exceeded', 'resource', v_need.resource,
        'limit', coalesce(v_quota."limit", 0), 'used', coalesce(v_quota.used, 0), 'asked', v_need.asked)::text;
    end if;
  end loop;

  for v_need in
    select c."hostId" as host_id, sum(c.vcpu)::int as vcpu, sum(c."memoryMib")::int as memory_mib, sum(c."diskGib")::int as disk_gib
    from jsonb_to_recordset(p_claims) as c("hostId" text, vcpu int, "memoryMib" int, "diskGib" int)
    where c."hostId" is not null group by 1 order by 1
  loop
    update hosts set vcpu_free = vcpu_free - v_need.vcpu, memory_mib_free = memory_mib_free - v_need.memory_mib, disk_gib_free = disk_gib_free - v_need.disk_gib
      where id = v_need.host_id and zone_id = p_zone_id and state = 'in_service'
        and vcpu_free >= v_need.vcpu and memory_mib_free >= v_need.memory_mib and disk_gib_free >= v_need.disk_gib;
    if not found then
      raise exception using errcode = 'AND01', message = jsonb_build_object('outcome', 'lost', 'hostId', v_need.host_id)::text;
    end if;
  end loop;

  for v_need in
    select c."poolId" as pool_id, sum(c."poolGib")::int as gib
    from jsonb_to_recordset(p_claims) as c("poolId" text, "poolGib" int) where c."poolId" is not null group by 1 order by 1
  loop
    update storage_pools set gib_free = gib_free - v_need.gib where id = v_need.pool_id and zone_id = p_zone_id and gib_free >= v_need.gib;
    if not found then
      raise exception using errcode = 'AND01', message = jsonb_build_object('outcome', 'lost', 'poolId', v_need.pool_id)::text;
    end if;
  end loop;

  select address_prefix into v_prefix from zones where id = p_zone_id;
  for v_claim in
    select * from jsonb_to_recordset(p_claims) as c(id text, "resourceKind" text, "resourceId" text, "hostId" text, "poolId" text,
      vcpu int, "memoryMib" int, "diskGib" int, "poolGib" int, "wantsAddress" boolean) order by c."resourceId"
  loop
    v_try := 0;
    loop
      -- The first guess comes from the id, so rivals rarely meet; the unique index decides.
      v_address := null;
      if v_claim."wantsAddress" and v_prefix <> '' then
        v_seed := (hashtextextended(v_claim."resourceId", 0) & 9223372036854775807) % 64516 + v_try;
        v_address := v_prefix || '.' || (1 + (v_seed / 254) % 254) || '.' || (1 + v_seed % 254);
      end if;
      insert into allocations (id, organisation_id, project_id, resource_kind, resource_id, zone_id, host_id, pool_id, vcpu, memory_mib, disk_gib, pool_gib, address, state, expires_at, created_at)
        values (v_claim.id, p_organisation_id, p_project_id, v_claim."resourceKind", v_claim."resourceId", p_zone_id, v_claim."hostId", v_claim."poolId",
          v_claim.vcpu, v_claim."memoryMib", v_claim."diskGib", v_claim."poolGib", v_address, 'pending', p_expires_at, p_now)
        on conflict (zone_id, address) where state in ('pending', 'posted') do nothing;
      exit when found;
      v_try := v_try + 1;
      if v_try > 64516 then
        raise exception using errcode = 'AND01', message = '{"outcome":"no_address"}';
      end if;
    end loop;
    if v_address is not null then v_addresses := v_addresses || jsonb_build_object(v_claim."resourceId", v_address); end if;
  end loop;
  return jsonb_build_object('outcome', 'claimed', 'addresses', v_addresses);
exception when sqlstate 'AND01' then
  return sqlerrm::jsonb;
end $$;

-- The resource stands: the claim no longer can be voided, only released.
create function app.post_allocation(p_resource_id text, p_now timestamptz) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update allocations set state = 'posted', posted_at = p_now, expires_at = null where resource_id = p_resource_id and state = 'pending';
  return found;
end $$;

-- End a live claim and give back everything it held; false when there is none (so repeating is harmless).
-- Order of locks as in claim_allocations: the quota rows before host and pool.
create function app.end_allocation(p_resource_id text, p_state text, p_now timestamptz) returns boolean
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

-- Change what a live claim holds on its host. Answers 'resized', 'none', 'host_full' or 'quota_exceeded'.
create function app.resize_allocation(p_resource_id text, p_vcpu int, p_memory_mib int, p_disk_gib int) returns text
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

-- Lock the hosts of a zone that are in service, by id, and answer them: the last try of a placement plans
-- under these locks, so that no slot stays unsold when every earlier candidate was lost.
create function app.lock_zone_hosts(p_zone_id text) returns setof hosts
language sql security definer set search_path = public, pg_temp as
$$ select * from hosts where zone_id = p_zone_id and state = 'in_service' order by id for update $$;
create function app.lock_zone_pools(p_zone_id text) returns setof storage_pools
language sql security definer set search_path = public, pg_temp as
$$ select * from storage_pools where zone_id = p_zone_id order by id for update $$;

-- The next number of a series, gapless: the counter row stays locked until the transaction ends.
create function app.take_number(p_selling_entity_id text, p_series text) returns int
language sql security definer set search_path = public, pg_temp as
$$ insert into number_series as n (selling_entity_id, series, last_number) values (p_selling_entity_id, p_series, 1)
   on conflict (selling_entity_id, series) do update set last_number = n.last_number + 1 returning last_number $$;

-- Does an organisation with this identifier exist? Sign-up must know without being able to read it.
create function app.find_organisation(p_siren text, p_siret text, p_vat_number text)
returns table (id text, legal_name text, state text, siret text) language sql stable security definer set search_path = public, pg_temp as
$$ select o.id, o.legal_name, o.state, o.siret from organisations o
   where o.state <> 'refused' and (o.siren = p_siren or o.siret = p_siret or (o.kind = 'eu_company' and o.vat_number = p_vat_number))
   order by (o.siret = p_siret) desc nulls last, o.created_at limit 5 $$;
