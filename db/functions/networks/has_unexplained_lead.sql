-- Whether a route of this address that no row explains is in quarantine: it serves a customer whose rows were lost.
create or replace function app.has_unexplained_lead(p_zone text, p_address text, p_but text) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
  select exists (select from quarantined_objects q where q.zone_id = p_zone and q.kind in ('address', 'balancer')
    and q.details ->> 'address' = p_address and q.subject <> p_but and q.state not in ('deleted', 'gone'))
$$;

revoke execute on function app.has_unexplained_lead(text, text, text) from public;
grant execute on function app.has_unexplained_lead(text, text, text)
  to andromede_portal, andromede_operator, andromede_worker;
