-- Whether the DNS server may still have a name that leads to this address, or its reverse name. Until they are gone the
-- address goes to no customer: a name of its former holder would lead to the next one.
create or replace function app.is_address_named(p_address text) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
  select exists (select from name_records r where r.held_addresses @> array[p_address])
    or exists (select from name_differences d where d.ended_at is null and d.found @> array[p_address])
    or exists (select from name_differences d where d.ended_at is null and d.kind = 'unexplained' and d.type = 'PTR'
      and d.name = (select string_agg(part, '.' order by n desc) from string_to_table(p_address, '.') with ordinality as t(part, n))
        || '.in-addr.arpa')
$$;

revoke execute on function app.is_address_named(text) from public;
grant execute on function app.is_address_named(text) to andromede_portal, andromede_operator, andromede_worker;
