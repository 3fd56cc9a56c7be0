-- Release an address: its route is cut, its quota is free and metering stops. False when it was released before. A
-- restored row may wrongly show no route: the hypervisor is asked to cut it in that case too.
create or replace function app.release_public_address(p_id text, p_now timestamptz) returns boolean
  language plpgsql security definer set search_path = public, pg_temp as $$
declare v record;
begin
  select organisation_id, project_id into v from public_addresses where id = p_id;
  if not found then return false; end if;
  perform app.assert_organisation(v.organisation_id);
  perform 1 from quotas where organisation_id = v.organisation_id and project_id = v.project_id and resource = 'public_addresses' for no key update;
  update public_addresses set released_at = p_now, instance_id = null, balancer_id = null, failure_code = null, failure_text = null,
      revision = revision + (instance_id is not null or unverified)::int, unverified = false
    where id = p_id and released_at is null;
  if not found then return false; end if;
  update quotas set used = used - 1
    where organisation_id = v.organisation_id and project_id = v.project_id and resource = 'public_addresses';
  update usage_intervals set ended_at = greatest(started_at, date_trunc('second', p_now)), closed_recorded_at = p_now
    where resource_id = p_id and ended_at is null;
  return true;
end $$;

revoke execute on function app.release_public_address(text, timestamptz) from public;
grant execute on function app.release_public_address(text, timestamptz) to andromede_portal, andromede_worker;
