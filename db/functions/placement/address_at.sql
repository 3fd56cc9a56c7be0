-- The n-th address of a zone, out of 254 × 254. With the casts the planner can inline it; without them each claim
-- called it.
create or replace function app.address_at(p_prefix text, p_n int) returns text language sql immutable parallel safe as
$$ select p_prefix || '.' || (1 + (p_n / 254) % 254)::text || '.' || (1 + p_n % 254)::text $$;

revoke execute on function app.address_at(text, int) from public;
