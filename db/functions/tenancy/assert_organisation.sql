-- Raise unless the portal acts for the organisation that its transaction has set. The worker may act for any.
-- Functions that run with the rights of their owner call this first: they see past row-level security.
create or replace function app.assert_organisation(p_organisation_id text) returns void language plpgsql stable as $$
begin
  if session_user in ('andromede_portal', 'andromede_portal_b') and p_organisation_id is distinct from app.current_organisation() then
    raise exception 'organisation mismatch' using errcode = 'insufficient_privilege';
  end if;
end $$;

revoke execute on function app.assert_organisation(text) from public;
