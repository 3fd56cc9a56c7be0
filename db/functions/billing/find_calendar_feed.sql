-- The organisation of a calendar link.
create or replace function app.find_calendar_feed(p_secret_hash text) returns text
language sql stable security definer set search_path = public, pg_temp as
$$ select organisation_id from calendar_feeds where secret_hash = p_secret_hash $$;

revoke execute on function app.find_calendar_feed(text) from public;
grant execute on function app.find_calendar_feed(text) to andromede_portal;
