-- The projects that the member of the transaction may operate; null means all.
create or replace function app.operated_projects() returns text[] language sql stable as
$$ select string_to_array(nullif(current_setting('app.operated_projects', true), ''), ',') $$;

revoke execute on function app.operated_projects() from public;
grant execute on function app.operated_projects() to andromede_portal;
