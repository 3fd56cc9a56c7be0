import { and, eq, inArray, notInArray, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { zones } from '~/db/schema/catalogue'
import { sagas } from '~/db/schema/provisioning'
import { balancerBackends, balancers, drainedServers } from '~/db/schema/resources/balancers'
import { instances } from '~/db/schema/resources/compute'
import type { ComparedZone } from '~/lib/hypervisors/rows'
import { type Id, toId } from '~/lib/kernel/ids'
import type { BalancerRow } from './balancers'

export type DueBalancer = {
  id: Id<'balancer'>
  organisationId: Id<'organisation'>
  appliedDigest: string | null
  unverified: boolean
  zone: ComparedZone
}
export type ObservedBalancer = BalancerRow

type ObservedServer = Pick<typeof balancerBackends.$inferInsert, 'health' | 'connections'> & {
  instanceId: string
  isDraining: boolean | null
}

export const serverId = (instanceId: string) => toId('instance', instanceId)

/** Claims working balancers that are due, a few of each zone, by postponing them: each is claimed by one worker only. */
export async function claimDueBalancers(
  tx: Tx,
  now: Date,
  next: Date,
  perZone: number,
): Promise<DueBalancer[]> {
  const isDue = sql`(b.next_look_at is null or b.next_look_at <= ${now.toISOString()}::timestamptz)`
  const claimed = await tx
    .update(balancers)
    .set({ nextLookAt: next })
    .where(
      sql`${balancers.id} in (select b.id from balancers b where ${isDue} and b.id in (
          select r.id from (select b.id, row_number() over (partition by b.zone_id order by b.next_look_at nulls first, b.id) as turn
            from balancers b where b.state = 'active' and ${isDue} and not app.awaits_comparison(b.zone_id, '')) r
          where r.turn <= ${perZone})
        for no key update skip locked)`,
    )
    .returning({ id: balancers.id })
  if (claimed.length === 0) return []
  return tx
    .select({
      id: balancers.id,
      organisationId: balancers.organisationId,
      appliedDigest: balancers.appliedDigest,
      unverified: balancers.unverified,
      zone: { id: zones.id, code: zones.code, driver: zones.driver },
    })
    .from(balancers)
    .innerJoin(zones, eq(zones.id, balancers.zoneId))
    .where(
      inArray(
        balancers.id,
        claimed.map(({ id }) => id),
      ),
    )
}

/** Those of these servers whose drain belongs to a saga that was running when rows were lost, and waits for a person. */
export async function listUndecidedDrains(tx: Tx, ids: readonly Id<'instance'>[]): Promise<Id<'instance'>[]> {
  const rows = await tx
    .select({ id: drainedServers.instanceId })
    .from(drainedServers)
    .innerJoin(sagas, eq(sagas.id, drainedServers.sagaId))
    .where(
      and(
        inArray(drainedServers.instanceId, [...ids]),
        eq(sagas.state, 'parked'),
        eq(sagas.failureCode, 'recovery'),
      ),
    )
  return rows.map(({ id }) => id)
}

export async function lockObserved(tx: Tx, id: Id<'balancer'>): Promise<ObservedBalancer | null> {
  const [row] = await tx.select().from(balancers).where(eq(balancers.id, id)).for('no key update')
  return row ?? null
}

export async function saveObservation(
  tx: Tx,
  id: Id<'balancer'>,
  set: Partial<typeof balancers.$inferInsert>,
): Promise<void> {
  await tx.update(balancers).set(set).where(eq(balancers.id, id))
}

/** Replaces the observed servers of a balancer; one that is no server of its project is left out. */
export async function replaceBackends(
  tx: Tx,
  { id: balancerId, organisationId, projectId }: ObservedBalancer,
  backends: readonly ObservedServer[],
  observedAt: Date,
): Promise<void> {
  const ids = backends.map(({ instanceId }) => serverId(instanceId))
  await tx
    .delete(balancerBackends)
    .where(and(eq(balancerBackends.balancerId, balancerId), notInArray(balancerBackends.instanceId, ids)))
  const known = await tx
    .select({ id: instances.id })
    .from(instances)
    .where(and(eq(instances.projectId, projectId), inArray(instances.id, ids)))
  const rows = backends.flatMap(({ health, isDraining, connections, ...backend }) => {
    const instanceId = serverId(backend.instanceId)
    if (!known.some(({ id }) => id === instanceId)) return []
    const row = { balancerId, instanceId, organisationId, health, connections, observedAt }
    return [{ ...row, isDraining: isDraining !== false }]
  })
  if (rows.length === 0) return
  await tx
    .insert(balancerBackends)
    .values(rows)
    .onConflictDoUpdate({
      target: [balancerBackends.balancerId, balancerBackends.instanceId],
      set: {
        health: sql`excluded.health`,
        isDraining: sql`excluded.is_draining`,
        connections: sql`excluded.connections`,
        observedAt: sql`excluded.observed_at`,
      },
    })
}
