-- What somebody sent for a message that is not written yet is theirs alone: nobody else of their organisation sees it,
-- and it is either taken into a message or dropped. Staff are told apart by the use cases.
alter table ticket_uploads enable row level security;
alter table ticket_uploads force row level security;
create policy ticket_uploads_portal on ticket_uploads to andromede_portal
  using (organisation_id = app.current_organisation() and account_id = app.current_account())
  with check (organisation_id = app.current_organisation() and account_id = app.current_account());
create policy ticket_uploads_staff on ticket_uploads to andromede_operator, andromede_migrator using (true) with check (true);
create policy ticket_uploads_operators_own on ticket_uploads as restrictive to andromede_operator
  using (staff_id is not null) with check (staff_id is not null);
create policy ticket_uploads_worker on ticket_uploads to andromede_worker using (true);
grant select, insert, delete on ticket_uploads to andromede_portal, andromede_operator;
grant select (id, created_at), delete on ticket_uploads to andromede_worker;
--> statement-breakpoint
-- How much the files of an organisation's tickets take, those included that a guest may not see: the bound is of all.
create function app.ticket_file_bytes() returns bigint
language sql stable security definer set search_path = public, pg_temp as
$$ select coalesce((select sum(size_bytes) from ticket_attachments where organisation_id = app.current_organisation()), 0)::bigint
     + coalesce((select sum(size_bytes) from ticket_uploads where organisation_id = app.current_organisation()), 0)::bigint $$;
--> statement-breakpoint
revoke execute on function app.ticket_file_bytes() from public;
--> statement-breakpoint
grant execute on function app.ticket_file_bytes() to andromede_portal;
