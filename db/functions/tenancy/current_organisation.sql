-- The organisation of the transaction, null outside one that sets it. Policies of the portal compare rows with it.
create or replace function app.current_organisation() returns text language sql stable as
$$ select nullif(current_setting('app.organisation_id', true), '') $$;

revoke execute on function app.current_organisation() from public;
grant execute on function app.current_organisation() to andromede_portal, andromede_operator, andromede_worker;
