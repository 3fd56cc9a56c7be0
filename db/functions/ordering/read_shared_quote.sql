-- The document of the quote that a link shows to its holder.
create or replace function app.read_shared_quote(p_link_secret_hash text) returns bytea
language sql stable security definer set search_path = public, pg_temp as
$$ select document from quotes where link_secret_hash = p_link_secret_hash $$;

revoke execute on function app.read_shared_quote(text) from public;
grant execute on function app.read_shared_quote(text) to andromede_portal;
