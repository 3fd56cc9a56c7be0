-- The addresses on a network that servers and balancers in quarantine have: no row explains them, and each may be that of
-- a customer whose rows were lost.
create or replace function app.unexplained_cards(p_network_id text) returns setof text
language sql stable security definer set search_path = public, pg_temp as $$
  select split_part(c.card, ' ', 2)
  from private_networks n
  join quarantined_objects q on q.zone_id = n.zone_id and q.kind in ('instance', 'balancer')
    and q.state not in ('adopted', 'deleted', 'gone')
  cross join unnest(string_to_array(q.details ->> 'cards', ', ')) c(card)
  where n.id = p_network_id and split_part(c.card, ' ', 1) = p_network_id
$$;

revoke execute on function app.unexplained_cards(text) from public;
