import type { Invariant } from './invariant.ts'

/** Invariants of private networks and the addresses that servers have on them. */
export const networkInvariants: readonly Invariant[] = [
  {
    name: 'network_ranges',
    promise: 'a spare network is free: no project uses its id or its range',
    statement: `
      select s.id, s.range, p.project_id from spare_networks s
      join private_networks p on p.zone_id = s.zone_id and p.removed_at is null and (p.range = s.range or p.id = s.id)`,
  },
  {
    name: 'networks_apart',
    promise:
      'the networks of a project overlap nowhere in a zone, nor do those of different projects where bridges keep them apart by their ranges alone',
    statement: `
      select a.id, a.range, b.id as other, b.range as other_range from private_networks a
      join zones z on z.id = a.zone_id
      join private_networks b on b.zone_id = a.zone_id and b.id > a.id and b.range::inet && a.range::inet
      where a.removed_at is null and b.removed_at is null and (a.project_id = b.project_id or z.network_technology = 'bridges')`,
  },
  {
    name: 'network_addresses',
    promise:
      'a server that was created has an address on a network of its zone, and shows it in a simulated zone; one that failed or was erased has none',
    statement: `
      select i.id, i.state, i.address, a.address as held, n.zone_id, n.organisation_id from instances i
      join zones z on z.id = i.zone_id
      left join private_addresses a on a.instance_id = i.id and (a.position = 0 or i.state in ('failed', 'purged'))
      left join private_networks n on n.id = a.network_id
      where case when i.state in ('failed', 'purged') then a.address is not null
        when exists (select from sagas s where s.resource_id = i.id and s.kind = 'create_instance' and s.state = 'succeeded')
          then a.address is null or n.zone_id <> i.zone_id or n.deleted_at is not null or (z.driver = 'simulator' and i.address is distinct from a.address)
        else false end`,
  },
  {
    name: 'cards_of_servers',
    promise:
      'a server is on networks of its own project and zone only, and on no deleted one; its first card comes first',
    statement: `
      select i.id, a.network_id, a.position from private_addresses a
      join instances i on i.id = a.instance_id join private_networks n on n.id = a.network_id
      where (n.organisation_id, n.project_id, n.zone_id) <> (i.organisation_id, i.project_id, i.zone_id)
        or n.deleted_at is not null or a.organisation_id <> i.organisation_id
        or not exists (select from private_addresses f where f.instance_id = i.id and f.position = 0)`,
  },
  {
    name: 'peered_networks',
    promise:
      'peered networks exist, are of one organisation and zone with OVN, have a way out, and overlap neither each other nor other peers',
    statement: `
      with sides as (
        select network_id as id, peer_id as peer, organisation_id from network_peerings
        union all select peer_id, network_id, organisation_id from network_peerings
      )
      select s.id, s.peer from sides s join private_networks n on n.id = s.id join private_networks p on p.id = s.peer
      join zones z on z.id = n.zone_id
      where n.deleted_at is not null or not n.has_exit or z.network_technology <> 'ovn' or n.zone_id <> p.zone_id
        or n.organisation_id <> s.organisation_id or n.range::inet && p.range::inet
        or exists (select from sides o join private_networks q on q.id = o.peer
          where o.id = s.id and o.peer <> s.peer and q.range::inet && p.range::inet)`,
  },
  {
    name: 'addresses_in_range',
    promise:
      'an address of a network lies in its range, and is neither its first, nor its last, nor its gateway’s',
    statement: `
      select n.id, n.range, a.address from private_addresses a join private_networks n on n.id = a.network_id
      where not a.address::inet << n.range::inet
        or a.address::inet in (host(network(n.range::inet))::inet, host(network(n.range::inet))::inet + 1, host(broadcast(n.range::inet))::inet)`,
  },
  {
    name: 'ranges6_apart',
    promise:
      'no two networks have one /64, spares included; it is of a public range of their zone, and a network without a way out has none',
    statement: `
      with held as (
        select id, zone_id, range6, has_exit from private_networks where range6 is not null and removed_at is null
        union all select id, zone_id, range6, true from spare_networks where range6 is not null)
      select h.id, h.range6 from held h
      where not h.has_exit or exists (select from held o where o.range6 = h.range6 and o.id <> h.id)
        or not exists (select from address_pools p where p.zone_id = h.zone_id and p.range >>= h.range6::cidr)`,
  },
  {
    name: 'addresses6_in_range',
    promise:
      'a server has an IPv6 address in the /64 of its network, which is not the gateway’s; without a /64 it has none',
    statement: `
      select n.id, n.range6, a.address6 from private_addresses a join private_networks n on n.id = a.network_id
      where a.address6 is not null
        and (n.range6 is null or not a.address6::inet << n.range6::inet or a.address6::inet <= host(n.range6::inet)::inet + 1)`,
  },
]
