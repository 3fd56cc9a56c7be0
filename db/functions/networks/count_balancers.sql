-- Set the use of a project's quota of load balancers to the number of those that exist; refused when it is more than
-- the limit and p_is_claim. Returns {"outcome":"counted"}, or {"outcome":"quota_exceeded","limit":…,"used":…} with the
-- use without the new ones. The quota row is locked before counting, so that of two claims the second one counts both.
create or replace function app.count_balancers(p_organisation_id text, p_project_id text, p_is_claim boolean) returns jsonb
language plpgsql security definer set search_path = public, pg_temp as $$
declare v_quota record; v_used int;
begin
  perform app.assert_organisation(p_organisation_id);
  select "limit", used into v_quota from quotas
    where organisation_id = p_organisation_id and project_id = p_project_id and resource = 'load_balancers' for no key update;
  select count(*) into v_used from balancers
    where organisation_id = p_organisation_id and project_id = p_project_id and state in ('creating', 'active', 'deleting');
  if p_is_claim and v_used > coalesce(v_quota."limit", 0) then
    return jsonb_build_object('outcome', 'quota_exceeded', 'limit', coalesce(v_quota."limit", 0), 'used', coalesce(v_quota.used, 0));
  end if;
  update quotas set used = v_used
    where organisation_id = p_organisation_id and project_id = p_project_id and resource = 'load_balancers';
  return '{"outcome":"counted"}';
end $$;

revoke execute on function app.count_balancers(text, text, boolean) from public;
grant execute on function app.count_balancers(text, text, boolean) to andromede_portal, andromede_worker;
