-- The n-th address of a zone, as before, but for its casts: without them the text was no part of the statements that ask
-- for it, and each claim paid a call of a function.
create or replace function app.address_at(p_prefix text, p_n int) returns text language sql immutable parallel safe as
$$ select p_prefix || '.' || (1 + (p_n / 254) % 254)::text || '.' || (1 + p_n % 254)::text $$;
