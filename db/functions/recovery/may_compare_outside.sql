-- Whether hypervisors may be read: always, except while the database is held and reading is not allowed for its identity.
create or replace function app.may_compare_outside() returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
  select not app.is_outside_held()
    or exists (select from recoveries where ended_at is null and compared_identity = app.database_identity())
$$;

revoke execute on function app.may_compare_outside() from public;
grant execute on function app.may_compare_outside() to andromede_operator, andromede_worker;
