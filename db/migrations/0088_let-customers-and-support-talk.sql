-- A ticket is seen by the members of its organisation; a guest sees those of its projects, and of those without a project
-- what it asked itself. Whatever belongs to a ticket is seen by whoever sees the ticket. Which categories a role sees is
-- the use cases' to say. Notes are the staff's: the portal has neither a right nor a row.
alter table tickets enable row level security;
alter table tickets force row level security;
create policy tickets_portal on tickets to andromede_portal using (organisation_id = app.current_organisation()) with check (organisation_id = app.current_organisation());
create policy tickets_staff on tickets to andromede_operator, andromede_worker, andromede_migrator using (true) with check (true);
create policy tickets_visible on tickets as restrictive for select to andromede_portal
  using ((select app.visible_projects()) is null or project_id = any ((select app.visible_projects())::text[])
    or (project_id is null and opened_by_account_id = app.current_account()));
create policy tickets_opened on tickets as restrictive for insert to andromede_portal
  with check (state = 'new' and opened_by_account_id = app.current_account() and assigned_staff_id is null and answered_at is null
    and ((select app.visible_projects()) is null or project_id is null or project_id = any ((select app.visible_projects())::text[])));
grant select, insert, update (state, last_message_at, last_message_by, resolved_at, closed_at) on tickets to andromede_portal;
grant select, update (state, assigned_staff_id, answered_at, last_message_at, last_message_by, resolved_at, closed_at) on tickets to andromede_operator;
grant select, update (state, reminded_at, resolved_at, closed_at) on tickets to andromede_worker;
--> statement-breakpoint
alter table ticket_messages enable row level security;
alter table ticket_messages force row level security;
create policy ticket_messages_portal on ticket_messages to andromede_portal using (organisation_id = app.current_organisation()) with check (organisation_id = app.current_organisation());
create policy ticket_messages_staff on ticket_messages to andromede_operator, andromede_worker, andromede_migrator using (true) with check (true);
create policy ticket_messages_visible on ticket_messages as restrictive for select to andromede_portal
  using (exists (select 1 from tickets t where t.id = ticket_id));
create policy ticket_messages_written on ticket_messages as restrictive for insert to andromede_portal
  with check (side = 'customer' and account_id = app.current_account());
grant select, insert on ticket_messages to andromede_portal, andromede_operator;
grant select on ticket_messages to andromede_worker;
--> statement-breakpoint
alter table ticket_attachments enable row level security;
alter table ticket_attachments force row level security;
create policy ticket_attachments_portal on ticket_attachments to andromede_portal using (organisation_id = app.current_organisation()) with check (organisation_id = app.current_organisation());
create policy ticket_attachments_staff on ticket_attachments to andromede_operator, andromede_worker, andromede_migrator using (true) with check (true);
create policy ticket_attachments_visible on ticket_attachments as restrictive for select to andromede_portal
  using (exists (select 1 from tickets t where t.id = ticket_id));
grant select, insert on ticket_attachments to andromede_portal, andromede_operator;
--> statement-breakpoint
alter table ticket_changes enable row level security;
alter table ticket_changes force row level security;
create policy ticket_changes_portal on ticket_changes to andromede_portal using (organisation_id = app.current_organisation()) with check (organisation_id = app.current_organisation());
create policy ticket_changes_staff on ticket_changes to andromede_operator, andromede_worker, andromede_migrator using (true) with check (true);
create policy ticket_changes_visible on ticket_changes as restrictive for select to andromede_portal
  using (exists (select 1 from tickets t where t.id = ticket_id));
create policy ticket_changes_written on ticket_changes as restrictive for insert to andromede_portal
  with check (actor = 'customer');
grant select, insert on ticket_changes to andromede_portal, andromede_operator;
grant insert on ticket_changes to andromede_worker;
--> statement-breakpoint
alter table ticket_followers enable row level security;
alter table ticket_followers force row level security;
create policy ticket_followers_portal on ticket_followers to andromede_portal using (organisation_id = app.current_organisation()) with check (organisation_id = app.current_organisation());
create policy ticket_followers_staff on ticket_followers to andromede_operator, andromede_worker, andromede_migrator using (true) with check (true);
create policy ticket_followers_visible on ticket_followers as restrictive for select to andromede_portal
  using (exists (select 1 from tickets t where t.id = ticket_id));
create policy ticket_followers_own on ticket_followers as restrictive for insert to andromede_portal
  with check (account_id = app.current_account());
create policy ticket_followers_leave on ticket_followers as restrictive for delete to andromede_portal
  using (account_id = app.current_account());
grant select, insert, delete on ticket_followers to andromede_portal;
grant select on ticket_followers to andromede_operator;
--> statement-breakpoint
alter table ticket_notes enable row level security;
alter table ticket_notes force row level security;
create policy ticket_notes_portal on ticket_notes to andromede_portal using (false) with check (false);
create policy ticket_notes_staff on ticket_notes to andromede_operator, andromede_worker, andromede_migrator using (true) with check (true);
grant select, insert on ticket_notes to andromede_operator;
--> statement-breakpoint
create trigger ticket_messages_append_only before update or delete or truncate on ticket_messages for each statement execute function app.refuse_change();
--> statement-breakpoint
create trigger ticket_notes_append_only before update or delete or truncate on ticket_notes for each statement execute function app.refuse_change();
--> statement-breakpoint
create trigger ticket_attachments_append_only before update or delete or truncate on ticket_attachments for each statement execute function app.refuse_change();
--> statement-breakpoint
create trigger ticket_changes_append_only before update or delete or truncate on ticket_changes for each statement execute function app.refuse_change();
--> statement-breakpoint
-- The next number of a ticket; its row stays locked until the transaction ends, so none is skipped.
create function app.take_ticket_number() returns int
language sql security definer set search_path = public, pg_temp as
$$ insert into ticket_numbers as n (id, last_number) values (1, 1)
   on conflict (id) do update set last_number = n.last_number + 1 returning last_number $$;
--> statement-breakpoint
revoke execute on function app.take_ticket_number() from public;
--> statement-breakpoint
grant execute on function app.take_ticket_number() to andromede_portal;
