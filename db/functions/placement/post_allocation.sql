-- Confirm a claim because its resource exists: from now on it can be released, but no longer voided.
create or replace function app.post_allocation(p_resource_id text, p_now timestamptz) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update allocations set state = 'posted', posted_at = p_now, expires_at = null where resource_id = p_resource_id and state = 'pending';
  return found;
end $$;

revoke execute on function app.post_allocation(text, timestamptz) from public;
grant execute on function app.post_allocation(text, timestamptz) to andromede_worker;
