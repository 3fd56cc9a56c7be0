-- Make the claims of a held order permanent, because it is being carried out. Returns how many there were.
create or replace function app.keep_hold(p_organisation_id text, p_resource_ids text[]) returns int
language plpgsql security definer set search_path = public, pg_temp as $$
declare v_count int;
begin
  perform app.assert_organisation(p_organisation_id);
  update allocations set expires_at = null
    where organisation_id = p_organisation_id and resource_id = any (p_resource_ids) and state = 'pending' and expires_at is not null;
  get diagnostics v_count = row_count;
  return v_count;
end $$;

revoke execute on function app.keep_hold(text, text[]) from public;
grant execute on function app.keep_hold(text, text[]) to andromede_portal, andromede_worker;
