-- The names of the organisations that the signed-in account has requested to join: it may not read their rows.
create or replace function app.requested_organisations()
returns table (request_id text, organisation_id text, legal_name text, state text, created_at timestamptz, decided_at timestamptz)
language sql stable security definer set search_path = public, pg_temp as
$$ select j.id, j.organisation_id, o.legal_name, j.state, j.created_at, j.decided_at
   from join_requests j join organisations o on o.id = j.organisation_id
   where j.account_id = app.current_account() order by j.created_at desc, j.id limit 50 $$;

revoke execute on function app.requested_organisations() from public;
grant execute on function app.requested_organisations() to andromede_portal;
