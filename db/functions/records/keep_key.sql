-- A random key that follows from no other one, sealed: what is derived from it outlives a rotation of ENCRYPTION_KEY.
-- The first call keeps its proposal for ever; later ones return what was kept.
create or replace function app.keep_key(p_name text, p_sealed text) returns text
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  kept text;
begin
  if p_name not in ('links', 'journal') then raise exception 'no such key: %', p_name using errcode = 'check_violation'; end if;
  insert into installation_facts (name, value) values (p_name || '_key', p_sealed) on conflict (name) do nothing;
  select value into kept from installation_facts where name = p_name || '_key';
  return kept;
end $$;

revoke execute on function app.keep_key(text, text) from public;
grant execute on function app.keep_key(text, text) to andromede_portal, andromede_operator, andromede_worker;
