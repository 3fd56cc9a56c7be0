import { and, eq } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { zones } from '~/db/schema/catalogue'
import { hosts } from '~/db/schema/inventory'
import type { Id } from '~/lib/kernel/ids'

type Change = { now: Date; reason: string }

/** Closes the zone and cordons its hosts in service, with this reason. */
export async function closeZone(tx: Tx, zoneId: Id<'zone'>, { now, reason }: Change): Promise<void> {
  await tx
    .update(hosts)
    .set({ state: 'cordoned', stateReason: reason, stateChangedAt: now })
    .where(and(eq(hosts.zoneId, zoneId), eq(hosts.state, 'in_service')))
  await tx.update(zones).set({ state: 'closed' }).where(eq(zones.id, zoneId))
}

/** Opens the zone and uncordons its hosts that were cordoned for this reason. */
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
