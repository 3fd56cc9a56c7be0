-- Change what a live claim holds on its pool. Returns 'resized', 'none', 'pool_full' or 'quota_exceeded'. Locks in the
-- order of claim_capacity: quota row, pool.
create or replace function app.resize_pool_allocation(p_resource_id text, p_pool_gib int) returns text
language plpgsql security definer set search_path = public, pg_temp as $$
declare v allocations%rowtype;
begin
  if p_pool_gib < 0 then raise exception 'no size: %', p_pool_gib; end if;
  select * into v from allocations where resource_id = p_resource_id and state in ('pending', 'posted');
  if not found then return 'none'; end if;
  perform app.assert_organisation(v.organisation_id);
  perform 1 from quotas where organisation_id = v.organisation_id and project_id = v.project_id order by resource for update;
  perform 1 from storage_pools where id = v.pool_id for update;
  select * into v from allocations where id = v.id and state in ('pending', 'posted') for update;
  if not found then return 'none'; end if;
  if p_pool_gib > v.pool_gib and exists (select 1 from quotas q where q.organisation_id = v.organisation_id and q.project_id = v.project_id
      and q.resource = 'volume_gib' and q.used + p_pool_gib - v.pool_gib > q."limit") then
    return 'quota_exceeded';
  end if;
  update storage_pools set gib_free = gib_free - (p_pool_gib - v.pool_gib)
    where id = v.pool_id and gib_free >= p_pool_gib - v.pool_gib;
  if not found then return 'pool_full'; end if;
  update quotas set used = used + p_pool_gib - v.pool_gib
    where organisation_id = v.organisation_id and project_id = v.project_id and resource = 'volume_gib';
  update allocations set pool_gib = p_pool_gib where id = v.id;
  return 'resized';
end $$;

revoke execute on function app.resize_pool_allocation(text, int) from public;
grant execute on function app.resize_pool_allocation(text, int) to andromede_portal, andromede_worker;
