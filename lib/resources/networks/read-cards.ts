import type { Tx } from '~/db/client'
import type { Id } from '~/lib/kernel/ids'
import type { CardView, ServerNetworks } from './client'
import { listCards, listOtherNetworks } from './queries/cards'

/** The networks of a server, and those that it may be connected to. The caller has authorised. */
export async function readServerNetworks(tx: Tx, instanceId: Id<'instance'>): Promise<ServerNetworks> {
  const cards = await listCards(tx, instanceId)
  return {
    cards: cards.map(({ change, position, ...card }) => ({
      ...card,
      isFirst: position === 0,
      is: standingOf(change),
    })),
    others: await listOtherNetworks(tx, instanceId),
  }
}

function standingOf(change: Awaited<ReturnType<typeof listCards>>[number]['change']): CardView['is'] {
  if (change === null) return 'connected'
  return change === 'connect_network' ? 'connecting' : 'disconnecting'
}
