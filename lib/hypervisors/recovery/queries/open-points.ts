import { and, count, eq, inArray, not, notInArray, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { drifts, quarantinedObjects } from '~/db/schema/hypervisors'

/** Counted as quarantined objects, or not ours. */
const elsewhere = [
  'instance_unknown',
  'volume_unknown',
  'image_unknown',
  'balancer_unknown',
  'public_address_unknown',
  'stranger',
]

/** The rest of a failed creation: it is counted as an object. */
const isQuarantined = sql`exists (select from quarantined_objects q
  where q.zone_id = ${drifts.zoneId} and q.subject = ${drifts.subject} and q.state not in ('gone', 'deleted'))`

/** Counts undecided objects without a row, and open differences of rows. */
export async function countOpen(tx: Tx): Promise<number> {
  const [objects] = await tx
    .select({ n: count() })
    .from(quarantinedObjects)
    .where(inArray(quarantinedObjects.state, ['kept', 'proposed']))
  const [rows] = await tx
    .select({ n: count() })
    .from(drifts)
    .where(and(eq(drifts.state, 'open'), notInArray(drifts.kind, elsewhere), not(isQuarantined)))
  return (objects?.n ?? 0) + (rows?.n ?? 0)
}
