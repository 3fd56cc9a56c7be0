import { and, eq, isNull, sql } from 'drizzle-orm'
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

/** Counts the project's balancers against its quota; a claim that exceeds it is refused. */
export async function countAgainstQuota(
  tx: Tx,
  { organisationId, projectId }: { organisationId: Id<'organisation'>; projectId: Id<'project'> },
  { isClaim }: { isClaim: boolean },
): Promise<{ outcome: 'counted' } | { outcome: 'quota_exceeded'; limit: number; used: number }> {
  type Answer = Awaited<ReturnType<typeof countAgainstQuota>>
  const [row] = await tx.execute<{ answer: Answer }>(
    sql`select app.count_balancers(${organisationId}, ${projectId}, ${isClaim}) as answer`,
  )
  if (!row) throw new Error('count_balancers answered nothing')
  return row.answer
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
