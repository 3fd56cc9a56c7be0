import { and, asc, eq, isNotNull, lte, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { zones } from '~/db/schema/catalogue'
import { balancers } from '~/db/schema/resources/balancers'
import type { Id } from '~/lib/kernel/ids'
import { type ActiveBalancer, isForWorkers, isWritable } from './write-balancers'

/**
 * The first balancer of each zone whose containers are to be made again. None while that one is written or has failed a moment
 * ago: the zone waits for it.
 */
export async function listBalancersToRenew(tx: Tx, now: Date): Promise<ActiveBalancer[]> {
  const firsts = await tx
    .selectDistinctOn([balancers.zoneId], {
      id: balancers.id,
      organisationId: balancers.organisationId,
      appliedDigest: balancers.appliedDigest,
      zone: { id: zones.id, code: zones.code, driver: zones.driver },
      isWritable: sql<boolean>`${isWritable(now)}`,
    })
    .from(balancers)
    .innerJoin(zones, eq(zones.id, balancers.zoneId))
    .where(and(isForWorkers, lte(balancers.renewAt, now), eq(balancers.isServing, true)))
    .orderBy(asc(balancers.zoneId), asc(balancers.renewAt), asc(balancers.id))
  return firsts.filter((first) => first.isWritable)
}

export async function endRenewal(tx: Tx, id: Id<'balancer'>): Promise<void> {
  await tx.update(balancers).set({ renewAt: null }).where(eq(balancers.id, id))
}

/** Every balancer of the zone that is to be renewed waits until then. */
export async function pauseRenewals(tx: Tx, zoneId: Id<'zone'>, until: Date): Promise<void> {
  await tx
    .update(balancers)
    .set({ renewAt: until })
    .where(and(eq(balancers.zoneId, zoneId), isNotNull(balancers.renewAt)))
}
