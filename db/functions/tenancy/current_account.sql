-- The account of the transaction, null outside one that sets it.
create or replace function app.current_account() returns text language sql stable as
$$ select nullif(current_setting('app.account_id', true), '') $$;

revoke execute on function app.current_account() from public;
grant execute on function app.current_account() to andromede_portal, andromede_operator, andromede_worker;
