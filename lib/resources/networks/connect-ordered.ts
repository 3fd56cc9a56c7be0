import type { Tx } from '~/db/client'
import { DomainError } from '~/lib/kernel/errors'
import { groupedBy } from '~/lib/kernel/grouped-by'
import { type Id, newId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { openOrderedSsh } from './open-ordered-ssh'
import { findOpenNetwork, listOrderedServers } from './queries/named-networks'
import { claimAddresses, ensureNetwork, type NetworkRow } from './queries/networks'

/**
 * In `tx`, of an order: gives its servers their addresses on the networks that they were ordered on, with the rules that
 * they were ordered with. After rows were lost no new network is made until the zone has been compared: the first step of
 * the saga connects the servers then. A building block of orders: the caller has authorised.
 *
 * @throws DomainError `insufficient_capacity` when a network has no address left, the address was given to another server
 * meanwhile, or the network was deleted; `recovery_in_progress` on a network that exists, until the zone has been compared
 */
export async function connectOrdered(
  tx: Tx,
  ctx: OpContext,
  place: { organisationId: Id<'organisation'>; projectId: Id<'project'> },
  instanceIds: readonly Id<'instance'>[],
): Promise<void> {
  const groups = groupedBy(
    await listOrderedServers(tx, instanceIds),
    ({ zoneId, networkId, privateAddress }) => [zoneId, networkId ?? '', privateAddress ?? ''].join(' '),
  )
  // Each locks its zone and its network: in one order for all transactions, so that none waits for another in a circle.
  for (const key of [...groups.keys()].sort()) {
    const group = groups.get(key) ?? []
    const [first] = group
    if (!first) continue
    const network = await networkOf(tx, ctx, place, first)
    if (!network) continue
    const outcome = await claimAddresses(
      tx,
      network.id,
      group.map(({ id }) => id),
      { address: first.privateAddress, now: ctx.now },
    )
    if (outcome === 'not_compared') throw new DomainError('recovery_in_progress')
    if (outcome === 'taken') throw short('private_address_taken')
    if (outcome === 'full') throw short('no_private_address', { network: network.name, range: network.range })
    if (outcome === 'gone') throw short('network_gone')
    await openOrderedSsh(
      tx,
      ctx,
      network,
      group.map(({ id }) => id),
    )
  }
}

async function networkOf(
  tx: Tx,
  ctx: OpContext,
  place: { organisationId: Id<'organisation'>; projectId: Id<'project'> },
  { zoneId, networkId }: { zoneId: Id<'zone'>; networkId: Id<'network'> | null },
): Promise<NetworkRow | null> {
  if (networkId) {
    const chosen = await findOpenNetwork(tx, networkId)
    if (!chosen) throw short('network_gone')
    return chosen
  }
  const id = newId('network', ctx.now.getTime())
  const network = await ensureNetwork(tx, { ...place, zoneId, id, createdAt: ctx.now })
  if (network === 'not_compared') return null
  if (network === 'none_free') throw short('no_network_range')
  return network
}

const short = (reason: string, more: Record<string, string> = {}) =>
  new DomainError('insufficient_capacity', { params: { short: 'address', reason, ...more } })
