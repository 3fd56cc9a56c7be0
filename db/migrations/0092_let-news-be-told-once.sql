-- The worker alone tells. A calendar belongs to its organisation, and is found by whoever has its address.
grant select, insert on news_tellings to andromede_worker;
create trigger news_tellings_append_only before update or delete or truncate on news_tellings for each statement execute function app.refuse_change();
--> statement-breakpoint
alter table calendar_feeds enable row level security;
alter table calendar_feeds force row level security;
create policy calendar_feeds_portal on calendar_feeds to andromede_portal
  using (organisation_id = app.current_organisation()) with check (organisation_id = app.current_organisation());
create policy calendar_feeds_staff on calendar_feeds to andromede_migrator using (true) with check (true);
grant select, insert, delete, update (secret_hash, created_by_account_id, created_at) on calendar_feeds to andromede_portal;
--> statement-breakpoint
create function app.find_calendar_feed(p_secret_hash text) returns text
language sql stable security definer set search_path = public, pg_temp as
$$ select organisation_id from calendar_feeds where secret_hash = p_secret_hash $$;
--> statement-breakpoint
revoke execute on function app.find_calendar_feed(text) from public;
--> statement-breakpoint
grant execute on function app.find_calendar_feed(text) to andromede_portal;
