-- Members make, show and sign the quotes of their organisation. A quote and a signature are written once: only the
-- link to a quote changes. The worker reads the codes to delete the old ones.
alter table quotes enable row level security;
alter table quotes force row level security;
create policy quotes_portal on quotes to andromede_portal using (organisation_id = app.current_organisation()) with check (organisation_id = app.current_organisation());
create policy quotes_staff on quotes to andromede_operator, andromede_worker, andromede_migrator using (true) with check (true);
grant select, insert, update (link_secret_hash) on quotes to andromede_portal;
grant select on quotes to andromede_operator, andromede_worker;
--> statement-breakpoint
alter table quote_signatures enable row level security;
alter table quote_signatures force row level security;
create policy quote_signatures_portal on quote_signatures to andromede_portal using (organisation_id = app.current_organisation()) with check (organisation_id = app.current_organisation());
create policy quote_signatures_staff on quote_signatures to andromede_operator, andromede_worker, andromede_migrator using (true) with check (true);
grant select, insert on quote_signatures to andromede_portal;
grant select on quote_signatures to andromede_operator, andromede_worker;
--> statement-breakpoint
alter table quote_codes enable row level security;
alter table quote_codes force row level security;
create policy quote_codes_portal on quote_codes to andromede_portal
  using (organisation_id = app.current_organisation() and account_id = app.current_account())
  with check (organisation_id = app.current_organisation() and account_id = app.current_account());
create policy quote_codes_staff on quote_codes to andromede_worker, andromede_migrator using (true) with check (true);
grant select, insert, update, delete on quote_codes to andromede_portal;
grant select, delete on quote_codes to andromede_worker;
--> statement-breakpoint
create trigger quote_signatures_append_only before update or delete or truncate on quote_signatures for each statement execute function app.refuse_change();
--> statement-breakpoint
-- The one quote that a link shows, to whoever has the link: nothing else of the organisation.
create function app.find_shared_quote(p_link_secret_hash text)
returns table (quote_id text, organisation_id text, number text, version int, document_hash text, valid_until timestamptz, order_id text, state text, monthly_cents bigint, signed_at timestamptz)
language sql stable security definer set search_path = public, pg_temp as
$$ select q.id, q.organisation_id, q.number, q.version, q.document_hash, q.valid_until, q.order_id, o.state, o.monthly_cents, s.signed_at
   from quotes q join orders o on o.id = q.order_id left join quote_signatures s on s.quote_id = q.id
   where q.link_secret_hash = p_link_secret_hash $$;
--> statement-breakpoint
create function app.read_shared_quote(p_link_secret_hash text) returns bytea
language sql stable security definer set search_path = public, pg_temp as
$$ select document from quotes where link_secret_hash = p_link_secret_hash $$;
--> statement-breakpoint
revoke execute on function app.find_shared_quote(text), app.read_shared_quote(text) from public;
--> statement-breakpoint
grant execute on function app.find_shared_quote(text), app.read_shared_quote(text) to andromede_portal;
