-- The one rule: nothing leaves a database that differs from the one an operator last accepted, or that waits to be
-- accepted. Before the first preparation has recorded one, there is nothing to compare with.
create or replace function app.is_outside_held() returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
  select exists (select from recoveries where ended_at is null)
    or coalesce((select value <> app.database_identity() from installation_facts where name = 'database'), false)
$$;

revoke execute on function app.is_outside_held() from public;
grant execute on function app.is_outside_held() to andromede_portal, andromede_operator, andromede_worker;
