-- Consoles: the portal hands tickets out and reads none back; the gateway, with the worker's role, uses them up, says
-- that they stand and closes them. For that it looks at the session again and again, and typing counts as its use.
alter table console_tickets enable row level security;
alter table console_tickets force row level security;
create policy console_tickets_portal on console_tickets for insert to andromede_portal with check (organisation_id = app.current_organisation());
create policy console_tickets_staff on console_tickets to andromede_worker, andromede_migrator using (true) with check (true);
grant insert on console_tickets to andromede_portal;
grant select, update, delete on console_tickets to andromede_worker;
grant select (account_id, last_seen_at, second_factor_at), update (last_seen_at) on account_sessions to andromede_worker;
