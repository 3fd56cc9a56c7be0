-- The one quote that a link shows to its holder, and nothing else of the organisation.
create or replace function app.find_shared_quote(p_link_secret_hash text)
returns table (quote_id text, organisation_id text, number text, version int, document_hash text, valid_until timestamptz, order_id text, state text, monthly_cents bigint, signed_at timestamptz)
language sql stable security definer set search_path = public, pg_temp as
$$ select q.id, q.organisation_id, q.number, q.version, q.document_hash, q.valid_until, q.order_id, o.state, o.monthly_cents, s.signed_at
   from quotes q join orders o on o.id = q.order_id left join quote_signatures s on s.quote_id = q.id
   where q.link_secret_hash = p_link_secret_hash $$;

revoke execute on function app.find_shared_quote(text) from public;
grant execute on function app.find_shared_quote(text) to andromede_portal;
