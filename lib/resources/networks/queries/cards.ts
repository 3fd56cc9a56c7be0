import { and, asc, eq, inArray, isNull, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { hosts } from '~/db/schema/inventory'
import { sagas } from '~/db/schema/provisioning'
import { instances } from '~/db/schema/resources/compute'
import { privateAddresses, privateNetworks } from '~/db/schema/resources/networks'
import { invariant } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import { lockFirewallOfServer } from '../../firewall/queries/rule-sets'

type Card = { instanceId: Id<'instance'>; networkId: Id<'network'> }
/** The outcome of `app.connect_instance`. */
export type ClaimedCard =
  | { outcome: 'claimed'; address: string; position: number }
  | { outcome: 'gone' | 'connected' | 'too_many' | 'taken' | 'full' | 'not_compared' }

/** Gives the server an address and a card on a further network. The caller holds the server. */
export async function claimCard(
  tx: Tx,
  { instanceId, networkId, address, now }: Card & { address: string | null; now: Date },
): Promise<ClaimedCard> {
  const [row] = await tx.execute<{ answer: ClaimedCard }>(
    sql`select app.connect_instance(${networkId}, ${instanceId}, ${address}, ${now.toISOString()}) as answer`,
  )
  invariant(row, 'a function answers')
  return row.answer
}

/**
 * Frees the address of a further card; without one nothing happens. The rules of the project are locked before the address,
 * as by everybody who gives one.
 */
export async function releaseCard(tx: Tx, { instanceId, networkId }: Card): Promise<void> {
  await lockFirewallOfServer(tx, instanceId)
  await tx
    .delete(privateAddresses)
    .where(
      and(
        eq(privateAddresses.instanceId, instanceId),
        eq(privateAddresses.networkId, networkId),
        sql`${privateAddresses.position} > 0`,
      ),
    )
}

const ofCard = {
  networkId: privateNetworks.id,
  networkName: privateNetworks.name,
  range: privateNetworks.range,
  hasExit: privateNetworks.hasExit,
  address: privateAddresses.address,
  address6: privateAddresses.address6,
  position: privateAddresses.position,
}

export async function findCardOn(tx: Tx, { instanceId, networkId }: Card) {
  const [row] = await tx
    .select(ofCard)
    .from(privateAddresses)
    .innerJoin(privateNetworks, eq(privateNetworks.id, privateAddresses.networkId))
    .where(and(eq(privateAddresses.instanceId, instanceId), eq(privateAddresses.networkId, networkId)))
  return row ?? null
}

/** The server's cards in order, with the operation that connects or disconnects one now. */
export async function listCards(tx: Tx, instanceId: Id<'instance'>) {
  const change = sql<'connect_network' | 'disconnect_network' | null>`(select s.kind from ${sagas} s
    where s.resource_id = ${instanceId} and s.state in ('running', 'undoing', 'parked')
      and s.kind in ('connect_network', 'disconnect_network') and s.input ->> 'networkId' = ${privateNetworks.id})`
  return tx
    .select({ ...ofCard, change })
    .from(privateAddresses)
    .innerJoin(privateNetworks, eq(privateNetworks.id, privateAddresses.networkId))
    .where(eq(privateAddresses.instanceId, instanceId))
    .orderBy(asc(privateAddresses.position))
}

/** The open networks of the server's project and zone that it is not on. */
export async function listOtherNetworks(tx: Tx, instanceId: Id<'instance'>) {
  const { id, name, range } = privateNetworks
  return tx
    .select({ id, name, range })
    .from(privateNetworks)
    .innerJoin(
      instances,
      and(
        eq(instances.projectId, privateNetworks.projectId),
        eq(instances.zoneId, privateNetworks.zoneId),
        eq(instances.id, instanceId),
      ),
    )
    .where(
      and(
        isNull(privateNetworks.deletedAt),
        sql`not exists (select from private_addresses a where a.instance_id = ${instanceId} and a.network_id = ${privateNetworks.id})`,
      ),
    )
    .orderBy(asc(name))
}

/** The running and stopped servers of the organisation, each of which may be connected to a network. */
export async function listConnectableServers(tx: Tx) {
  const { id, name, projectId, zoneId } = instances
  return tx
    .select({ id, name, projectId, zoneId })
    .from(instances)
    .where(inArray(instances.state, ['running', 'stopped']))
    .orderBy(asc(name))
    .limit(1_000)
}

export async function isHostSilent(tx: Tx, hostId: Id<'host'>): Promise<boolean> {
  const [row] = await tx
    .select({ silent: sql<boolean>`${hosts.unreachableSince} is not null` })
    .from(hosts)
    .where(eq(hosts.id, hostId))
  return row?.silent ?? false
}
