-- The /64 ranges of addresses that the DNS server may still lead a name to, or name: they go to no other customer.
create or replace function app.named_ranges6() returns setof cidr
language sql stable security definer set search_path = public, pg_temp as $$
  select set_masklen(a::inet, 64)::cidr from name_records r, unnest(r.held_addresses) a where a like '%:%'
  union
  select set_masklen(a::inet, 64)::cidr from name_differences d, unnest(d.found) a where d.ended_at is null and d.type = 'AAAA'
  union
  select set_masklen(regexp_replace(
      (select string_agg(part, '' order by n desc) from string_to_table(d.name, '.') with ordinality as t(part, n) where n <= 32),
      '(.{4})(?!$)', '\1:', 'g')::inet, 64)::cidr
    from name_differences d where d.ended_at is null and d.kind = 'unexplained' and d.type = 'PTR'
      and d.name ~ '^([0-9a-f]\.){32}ip6\.arpa$'
$$;

revoke execute on function app.named_ranges6() from public;
