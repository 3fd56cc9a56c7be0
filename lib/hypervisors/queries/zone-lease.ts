import { and, eq, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { zoneReach } from '~/db/schema/catalogue'
import type { Id } from '~/lib/kernel/ids'

/** What one worker at a time does for a zone, and the columns of its lease. */
const leases = {
  events: { holder: 'watchedBy', until: 'watchedUntil' },
  hosts: { holder: 'hostsLookedBy', until: 'hostsLookedUntil' },
} as const

/**
 * Returns true for the one worker that holds the lease of the zone for ten seconds, or still for five. Uses the database's
 * clock.
 */
export async function claimZoneLease(
  tx: Tx,
  zoneId: Id<'zone'>,
  workerId: string,
  purpose: keyof typeof leases,
): Promise<boolean> {
  const { holder, until } = leases[purpose]
  const [held] = await tx
    .select({ zoneId: zoneReach.zoneId })
    .from(zoneReach)
    .where(
      and(
        eq(zoneReach.zoneId, zoneId),
        eq(zoneReach[holder], workerId),
        sql`${zoneReach[until]} > clock_timestamp() + interval '5 seconds'`,
      ),
    )
  if (held) return true
  const set = { [holder]: workerId, [until]: sql`clock_timestamp() + interval '10 seconds'` }
  const rows = await tx
    .insert(zoneReach)
    .values({ zoneId, ...set })
    .onConflictDoUpdate({
      target: zoneReach.zoneId,
      set,
      setWhere: sql`coalesce(${zoneReach[until]} < clock_timestamp(), true) or ${zoneReach[holder]} = ${workerId}`,
    })
    .returning({ zoneId: zoneReach.zoneId })
  return rows.length > 0
}
