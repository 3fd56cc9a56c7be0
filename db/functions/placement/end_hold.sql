-- Give back the claims of a held order, in the order of their resources, so that two callers cannot deadlock. Only
-- claims that expire: an order that is being carried out keeps its own.
create or replace function app.end_hold(p_organisation_id text, p_resource_ids text[], p_state text, p_now timestamptz) returns int
language plpgsql security definer set search_path = public, pg_temp as $$
declare v_id text; v_count int := 0;
begin
  perform app.assert_organisation(p_organisation_id);
  for v_id in select resource_id from allocations
      where organisation_id = p_organisation_id and resource_id = any (p_resource_ids) and state = 'pending' and expires_at is not null
      order by resource_id loop
    if app.end_allocation(v_id, p_state, p_now) then v_count := v_count + 1; end if;
  end loop;
  return v_count;
end $$;

revoke execute on function app.end_hold(text, text[], text, timestamptz) from public;
grant execute on function app.end_hold(text, text[], text, timestamptz) to andromede_portal, andromede_worker;
