-- Change what a pool physically has. False, with nothing changed, when less would be left than is claimed.
create or replace function app.set_pool_capacity(p_pool_id text, p_gib_physical int, p_gib_reserved int) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update storage_pools set gib_physical = p_gib_physical, gib_reserved = p_gib_reserved,
      gib_free = gib_free - (gib_physical - gib_reserved) + (p_gib_physical - p_gib_reserved)
    where id = p_pool_id and gib_free - (gib_physical - gib_reserved) + (p_gib_physical - p_gib_reserved) >= 0;
  return found;
end $$;

revoke execute on function app.set_pool_capacity(text, int, int) from public;
grant execute on function app.set_pool_capacity(text, int, int) to andromede_operator;
