import { and, eq, isNull } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { isReservedAddress } from '~/db/expressions/public-address'
import { privateNetworks } from '~/db/schema/resources/networks'
import { publicAddresses } from '~/db/schema/resources/public-addresses'
import type { Id } from '~/lib/kernel/ids'

type Place = { projectId: Id<'project'>; zoneId: Id<'zone'> }

export async function findNetworkOfBalancer(tx: Tx, id: Id<'network'>, { projectId, zoneId }: Place) {
  const [row] = await tx
    .select({ hasExit: privateNetworks.hasExit })
    .from(privateNetworks)
    .where(
      and(
        eq(privateNetworks.id, id),
        eq(privateNetworks.projectId, projectId),
        eq(privateNetworks.zoneId, zoneId),
        isNull(privateNetworks.deletedAt),
      ),
    )
    .for('key share')
  return row ?? null
}

/** A reserved address of this place that leads nowhere. */
const isFree = (id: Id<'publicAddress'>, { projectId, zoneId }: Place) =>
  and(
    eq(publicAddresses.id, id),
    eq(publicAddresses.projectId, projectId),
    eq(publicAddresses.zoneId, zoneId),
    isReservedAddress,
    isNull(publicAddresses.instanceId),
    isNull(publicAddresses.balancerId),
    eq(publicAddresses.unverified, false),
  )

export async function findFreeAddress(tx: Tx, id: Id<'publicAddress'>, place: Place) {
  const [row] = await tx.select({ id: publicAddresses.id }).from(publicAddresses).where(isFree(id, place))
  return row ?? null
}

/** Directs the address to the balancer. False when it is not free any more. */
export async function giveAddress(
  tx: Tx,
  id: Id<'publicAddress'>,
  balancerId: Id<'balancer'>,
  place: Place,
): Promise<boolean> {
  const given = await tx
    .update(publicAddresses)
    .set({ balancerId })
    .where(isFree(id, place))
    .returning({ id: publicAddresses.id })
  return given.length === 1
}
