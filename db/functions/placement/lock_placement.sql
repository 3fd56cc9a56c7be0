-- Lock everything that a placement reads: its last attempt plans under these locks, so that no slot stays unsold after
-- every earlier candidate was lost. In the order of claim_capacity, or a claim and a release could deadlock.
create or replace function app.lock_placement(p_organisation_id text, p_project_id text, p_zone_id text) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform app.assert_organisation(p_organisation_id);
  perform 1 from quotas where organisation_id = p_organisation_id and project_id = p_project_id order by resource for no key update;
  perform 1 from hosts where zone_id = p_zone_id and state = 'in_service' order by id for no key update;
  perform 1 from storage_pools where zone_id = p_zone_id order by id for no key update;
end $$;

revoke execute on function app.lock_placement(text, text, text) from public;
grant execute on function app.lock_placement(text, text, text) to andromede_portal, andromede_worker;
