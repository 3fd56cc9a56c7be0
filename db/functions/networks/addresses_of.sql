-- The IPv4 addresses of a pool that may be assigned: all of a /31 or /32, otherwise without the first and the last.
create or replace function app.addresses_of(p_range cidr) returns setof text language sql immutable as $$
  select host(p_range::inet + n) from generate_series(0::bigint, (2 ^ (32 - masklen(p_range)))::bigint - 1) n
  where family(p_range) = 4 and (masklen(p_range) >= 31 or n between 1 and (2 ^ (32 - masklen(p_range)))::bigint - 2)
$$;
