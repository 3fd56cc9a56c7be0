import type { Tx } from '~/db/client'
import type { privateNetworks } from '~/db/schema/resources/networks'
import type { Id } from '~/lib/kernel/ids'
import { readFilters } from '../firewall/read-filters'
import type { CardSpec, NetworkSpec } from '../port/driver'
import { sealedFilter } from '../port/firewall'
import { listFurtherCards } from './queries/cards'
import { listPeers } from './queries/peers'

export async function toNetworkSpec(
  tx: Tx,
  network: typeof privateNetworks.$inferSelect,
): Promise<NetworkSpec> {
  const { organisationId, range, range6, hasExit } = network
  const filters = await readFilters(tx, [network.projectId])
  return {
    networkId: network.id,
    organisationId,
    range,
    range6,
    hasExit,
    peers: await listPeers(tx, network.id),
    ...(filters.get(network.id) ?? sealedFilter),
  }
}

/** The server's cards besides the first. */
export async function readMoreCards(tx: Tx, instanceId: Id<'instance'>): Promise<CardSpec[]> {
  const cards: CardSpec[] = []
  for (const { network, ...card } of await listFurtherCards(tx, instanceId))
    cards.push({ network: await toNetworkSpec(tx, network), ...card })
  return cards
}
