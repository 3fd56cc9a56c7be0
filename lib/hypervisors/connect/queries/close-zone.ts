import { and, eq, ne } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { zones } from '~/db/schema/catalogue'
import { hosts } from '~/db/schema/inventory'
import type { Id } from '~/lib/kernel/ids'

type Change = { now: Date; reason: string }

/** The zone is closed and its hosts in service are cordoned with this reason. */
export async function closeZone(tx: Tx, zoneId: Id<'zone'>, { now, reason }: Change): Promise<void> {
  await tx
    .update(hosts)
    .set({ state: 'cordoned', stateReason: reason, stateChangedAt: now })
    .where(and(eq(hosts.zoneId, zoneId), eq(hosts.state, 'in_service')))
  await tx.update(zones).set({ state: 'closed' }).where(eq(zones.id, zoneId))
}

/** The zone is open, and those of its hosts that were cordoned for this reason are in service. */
export async function reopenZone(tx: Tx, zoneId: Id<'zone'>, { now, reason }: Change): Promise<void> {
  await tx
    .update(zones)
    .set({ state: 'in_service' })
    .where(and(eq(zones.id, zoneId), eq(zones.state, 'closed')))
  await tx
    .update(hosts)
    .set({ state: 'in_service', stateReason: null, stateChangedAt: now })
    .where(and(eq(hosts.zoneId, zoneId), eq(hosts.state, 'cordoned'), eq(hosts.stateReason, reason)))
}

/** Whether servers on two hosts of the zone meet on their private network. */
export async function updateNetworkSpan(tx: Tx, zoneId: Id<'zone'>, spansHosts: boolean): Promise<void> {
  await tx
    .update(zones)
    .set({ networksSpanHosts: spansHosts })
    .where(and(eq(zones.id, zoneId), ne(zones.networksSpanHosts, spansHosts)))
}
