import { and, asc, eq, isNull, or, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { zones } from '~/db/schema/catalogue'
import { networkPeerings, privateNetworks } from '~/db/schema/resources/networks'
import type { Id } from '~/lib/kernel/ids'

type Pair = { networkId: Id<'network'>; peerId: Id<'network'> }

const ordered = ({ networkId, peerId }: Pair): Pair =>
  networkId < peerId ? { networkId, peerId } : { networkId: peerId, peerId: networkId }

/** False when they are peered already. */
export async function insertPeering(
  tx: Tx,
  pair: Pair,
  row: { organisationId: Id<'organisation'>; createdAt: Date },
): Promise<boolean> {
  const made = await tx
    .insert(networkPeerings)
    .values({ ...ordered(pair), ...row })
    .onConflictDoNothing()
    .returning({ id: networkPeerings.networkId })
  return made.length > 0
}

/** False when they are not peered, or this person may operate neither. */
export async function deletePeering(tx: Tx, pair: Pair): Promise<boolean> {
  const { networkId, peerId } = ordered(pair)
  const gone = await tx
    .delete(networkPeerings)
    .where(and(eq(networkPeerings.networkId, networkId), eq(networkPeerings.peerId, peerId)))
    .returning({ id: networkPeerings.networkId })
  return gone.length > 0
}

export async function findPeering(tx: Tx, pair: Pair) {
  const { networkId, peerId } = ordered(pair)
  const [row] = await tx
    .select()
    .from(networkPeerings)
    .where(and(eq(networkPeerings.networkId, networkId), eq(networkPeerings.peerId, peerId)))
  return row ?? null
}

/** The peerings that this person sees. */
export async function listPeerings(tx: Tx): Promise<Pair[]> {
  return tx
    .select({ networkId: networkPeerings.networkId, peerId: networkPeerings.peerId })
    .from(networkPeerings)
    .orderBy(asc(networkPeerings.createdAt), asc(networkPeerings.networkId))
}

/** The networks that this one is peered with, as far as this person sees them. */
export async function listPeersOf(tx: Tx, id: Id<'network'>) {
  return tx
    .select({ id: privateNetworks.id, name: privateNetworks.name, range: privateNetworks.range })
    .from(networkPeerings)
    .innerJoin(
      privateNetworks,
      sql`${privateNetworks.id} = case when ${networkPeerings.networkId} = ${id} then ${networkPeerings.peerId} else ${networkPeerings.networkId} end`,
    )
    .where(or(eq(networkPeerings.networkId, id), eq(networkPeerings.peerId, id)))
    .orderBy(asc(privateNetworks.name))
}

/** The same with those that this person does not see; their names are null, and their ranges are not to be shown. */
export async function listPeerRanges(tx: Tx, id: Id<'network'>) {
  return tx.execute<{ name: string | null; range: string }>(
    sql`select n.name, p.range from app.peered_ranges(${id}) p left join ${privateNetworks} n on n.id = p.id
      order by n.name nulls last`,
  )
}

/** The open network with the technology of its zone. */
export async function findPeeredNetwork(tx: Tx, id: Id<'network'>) {
  const [row] = await tx
    .select({ network: privateNetworks, technology: zones.networkTechnology })
    .from(privateNetworks)
    .innerJoin(zones, eq(zones.id, privateNetworks.zoneId))
    .where(and(eq(privateNetworks.id, id), isNull(privateNetworks.deletedAt)))
  return row ?? null
}
