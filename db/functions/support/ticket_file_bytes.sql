-- How many bytes the files of an organisation's tickets take, including files that a guest may not see: the limit is
-- for all of them.
create or replace function app.ticket_file_bytes() returns bigint
language sql stable security definer set search_path = public, pg_temp as
$$ select coalesce((select sum(size_bytes) from ticket_attachments where organisation_id = app.current_organisation()), 0)::bigint
     + coalesce((select sum(size_bytes) from ticket_uploads where organisation_id = app.current_organisation()), 0)::bigint $$;

revoke execute on function app.ticket_file_bytes() from public;
grant execute on function app.ticket_file_bytes() to andromede_portal;
