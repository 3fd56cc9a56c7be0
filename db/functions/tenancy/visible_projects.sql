-- The projects that the member of the transaction may see; null means all. Restrictive policies compare rows with it:
-- a resource in any other project does not exist for that member. Policies call it in a subquery, once per statement,
-- not once per row.
create or replace function app.visible_projects() returns text[] language sql stable as
$$ select string_to_array(nullif(current_setting('app.visible_projects', true), ''), ',') $$;

revoke execute on function app.visible_projects() from public;
grant execute on function app.visible_projects() to andromede_portal;
