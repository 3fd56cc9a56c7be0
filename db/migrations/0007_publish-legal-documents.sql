-- The versions of the terms of sale and of the data-processing agreement whose texts this release shows.
-- A release that changes a text adds its version here, so no installation can be without one.
insert into legal_documents (kind, version, published_at) values
  ('terms', '2025-09', '2025-09-01T00:00:00+02:00'),
  ('dpa', '2025-09', '2025-09-01T00:00:00+02:00');
--> statement-breakpoint
-- Does an organisation with this identifier exist? Sign-up must know without being able to read it. One
-- that was refused or closed holds its identifier no longer.
drop function app.find_organisation(text, text, text);
--> statement-breakpoint
create function app.find_organisation(p_siren text, p_siret text, p_vat_number text)
returns table (id text, kind text, state text, legal_name text, siren text, siret text, vat_number text)
language sql stable security definer set search_path = public, pg_temp as
$$ select o.id, o.kind, o.state, o.legal_name, o.siren, o.siret, o.vat_number from organisations o
   where o.state not in ('refused', 'closed')
     and (o.siren = p_siren or o.siret = p_siret or (o.kind = 'eu_company' and o.vat_number = p_vat_number))
   order by (o.siret = p_siret) desc nulls last, o.created_at, o.id limit 10 $$;
--> statement-breakpoint
-- The names of the organisations the signed-in account asked to join: it may not read them, only know what
-- it asked for.
create function app.requested_organisations()
returns table (request_id text, organisation_id text, legal_name text, state text, created_at timestamptz, decided_at timestamptz)
language sql stable security definer set search_path = public, pg_temp as
$$ select j.id, j.organisation_id, o.legal_name, j.state, j.created_at, j.decided_at
   from join_requests j join organisations o on o.id = j.organisation_id
   where j.account_id = app.current_account() order by j.created_at desc, j.id limit 50 $$;
--> statement-breakpoint
revoke execute on function app.find_organisation(text, text, text), app.requested_organisations() from public;
--> statement-breakpoint
grant execute on function app.find_organisation(text, text, text), app.requested_organisations() to andromede_portal;
