-- Whether the rows of a resource may contradict its hypervisor, because the database was restored and no comparison
-- has judged the resource since. The portal calls it for its own networks: it learns a boolean and no other row.
create or replace function app.awaits_comparison(p_zone text, p_subject text) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
  select app.is_outside_held()
    or exists (select from unjudged_subjects where zone_id = p_zone and subject = p_subject)
    or exists (select from installation_facts f where f.name = 'data_lost_at'
      and coalesce((select compared_at from zone_comparisons where zone_id = p_zone), '-infinity') <= f.value::timestamptz)
$$;

revoke execute on function app.awaits_comparison(text, text) from public;
grant execute on function app.awaits_comparison(text, text) to andromede_portal, andromede_operator, andromede_worker;
