-- The promotion of a code and the automatic ones. A function, because the portal may not list codes.
create or replace function app.find_promotions(p_code text, p_now timestamptz) returns setof promotions
language sql stable security definer set search_path = public, pg_temp as $$
  select * from promotions where (code is null or code = upper(p_code)) and ended_at is null and valid_from <= p_now and valid_to > p_now
  order by code nulls last, created_at, id
$$;

revoke execute on function app.find_promotions(text, timestamptz) from public;
grant execute on function app.find_promotions(text, timestamptz) to andromede_portal;
