-- Give a balancer its addresses on its network, the highest free ones (servers get the lowest): two of its containers, and a
-- third that both share. It keeps those that it has; one without the third gets it once one is free. False when it has not
-- even two. After rows were lost it gets none until the zone has been compared.
create or replace function app.claim_balancer_addresses(p_balancer_id text) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
declare v record; v_size bigint; v_had int; v_count int; v_held text[];
begin
  select b.organisation_id, b.network_id, b.zone_id, n.range::inet as range into v
    from balancers b join private_networks n on n.id = b.network_id and n.deleted_at is null where b.id = p_balancer_id;
  if not found then return false; end if;
  perform app.assert_organisation(v.organisation_id);
  perform pg_advisory_xact_lock(hashtextextended('private_addresses ' || v.network_id, 0));
  select count(*) into v_had from balancer_addresses where balancer_id = p_balancer_id;
  if v_had = 3 or app.awaits_comparison(v.zone_id, '') then return v_had >= 2; end if;
  v_held := array(select app.unexplained_cards(v.network_id));
  v_size := 1::bigint << (32 - masklen(v.range));
  insert into balancer_addresses (network_id, address, organisation_id, balancer_id, position)
    select v.network_id, f.address, v.organisation_id, p_balancer_id, v_had + row_number() over (order by f.n desc)
    from (select host(v.range + g.n) as address, g.n
      from generate_series(case when v_size >= 256 then 10 else 4 end, v_size - 3) g(n)
      where not exists (select from private_addresses a where a.network_id = v.network_id and a.address = host(v.range + g.n))
        and not exists (select from balancer_addresses a where a.network_id = v.network_id and a.address = host(v.range + g.n))
        and host(v.range + g.n) <> all (v_held)
      order by g.n desc limit 3 - v_had) f;
  get diagnostics v_count = row_count;
  if v_had + v_count < 2 then delete from balancer_addresses where balancer_id = p_balancer_id; end if;
  return v_had + v_count >= 2;
end $$;

revoke execute on function app.claim_balancer_addresses(text) from public;
grant execute on function app.claim_balancer_addresses(text) to andromede_worker;
