import { eq, inArray, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { usageIntervals, volumes } from '~/db/schema/resources/compute'
import type { Id } from '~/lib/kernel/ids'

/** Whether an operation on this resource, its copies or its volumes is in progress or waits for a person. */
export async function isWorkedOn(tx: Tx, id: string): Promise<boolean> {
  const [row] = await tx.execute<{ busy: boolean }>(sql`
    select exists (select from sagas s where s.state in ('running', 'undoing', 'parked') and s.resource_id in (
      select ${id}::text
      union all select v.id from volumes v where v.attached_instance_id = ${id}
      union all select v.attached_instance_id from volumes v where v.id = ${id}
      union all select v.id from volumes v where v.source_volume_id = ${id} and v.state = 'creating'
      union all select c.id from instance_snapshots c where c.instance_id = ${id}
      union all select c.id from volume_snapshots c where c.volume_id = ${id}
      union all select c.id from private_images c where c.instance_id = ${id} and c.state = 'creating'
      union all select c.id from volume_backups c where c.volume_id = ${id} and c.state = 'creating')) as busy`)
  return row?.busy ?? true
}

/** The last instant at which an interval of its usage began or ended: none of them is cut before it. */
export async function findLastUsageAt(tx: Tx, id: string): Promise<Date | null> {
  const [row] = await tx
    .select({
      at: sql<Date | null>`greatest(max(${usageIntervals.startedAt}), max(${usageIntervals.endedAt}))`.mapWith(
        usageIntervals.startedAt,
      ),
    })
    .from(usageIntervals)
    .where(eq(usageIntervals.resourceId, id))
  return row?.at ?? null
}

export async function listAttachedVolumes(
  tx: Tx,
  servers: readonly Id<'instance'>[],
): Promise<Id<'volume'>[]> {
  const rows = await tx
    .select({ id: volumes.id })
    .from(volumes)
    .where(inArray(volumes.attachedInstanceId, [...servers]))
  return rows.map(({ id }) => id)
}
