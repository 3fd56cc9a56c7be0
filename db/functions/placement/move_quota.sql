-- Move a part of a quota from one project to another of the same organisation: the operator decides the total, the
-- organisation how its projects share it. No project loses what it uses. Rows are locked in the order of projects; a
-- claim locks those of one project alone.
create or replace function app.move_quota(
  p_organisation_id text, p_from_project_id text, p_to_project_id text, p_resource text, p_amount int
) returns boolean language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform app.assert_organisation(p_organisation_id);
  if p_amount <= 0 or p_from_project_id = p_to_project_id then return false; end if;
  perform 1 from quotas where organisation_id = p_organisation_id and project_id in (p_from_project_id, p_to_project_id)
    and resource = p_resource order by project_id for no key update;
  update quotas set "limit" = "limit" - p_amount
    where organisation_id = p_organisation_id and project_id = p_from_project_id and resource = p_resource and "limit" - p_amount >= used;
  if not found then return false; end if;
  insert into quotas (organisation_id, project_id, resource, "limit") values (p_organisation_id, p_to_project_id, p_resource, p_amount)
    on conflict (organisation_id, project_id, resource) do update set "limit" = quotas."limit" + p_amount;
  return true;
end $$;

revoke execute on function app.move_quota(text, text, text, text, int) from public;
grant execute on function app.move_quota(text, text, text, text, int) to andromede_portal, andromede_worker;
