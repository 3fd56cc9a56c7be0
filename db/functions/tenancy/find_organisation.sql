-- Find the organisation that holds an identifier. Sign-up has to know without being able to read other organisations.
-- One that was refused or closed no longer holds its identifier.
create or replace function app.find_organisation(p_siren text, p_siret text, p_vat_number text)
returns table (id text, kind text, state text, legal_name text, siren text, siret text, vat_number text)
language sql stable security definer set search_path = public, pg_temp as
$$ select o.id, o.kind, o.state, o.legal_name, o.siren, o.siret, o.vat_number from organisations o
   where o.state not in ('refused', 'closed')
     and (o.siren = p_siren or o.siret = p_siret or (o.kind = 'eu_company' and o.vat_number = p_vat_number))
   order by (o.siret = p_siret) desc nulls last, o.created_at, o.id limit 10 $$;

revoke execute on function app.find_organisation(text, text, text) from public;
grant execute on function app.find_organisation(text, text, text) to andromede_portal;
