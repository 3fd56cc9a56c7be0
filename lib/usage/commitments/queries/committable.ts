import { eq } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { instances, volumes } from '~/db/schema/resources/compute'
import { type Id, isId } from '~/lib/kernel/ids'

type ResourceId = Id<'instance'> | Id<'volume'>

/** The server or volume with this id, without a lock; null when it is not in the caller's organisation. */
export async function findCommittable(tx: Tx, id: ResourceId) {
  const [row] = isId('instance', id)
    ? await tx.select().from(instances).where(eq(instances.id, id))
    : await tx.select().from(volumes).where(eq(volumes.id, id))
  return row ?? null
}

/** As `findCommittable`, locked until the transaction ends. */
export async function lockCommittable(tx: Tx, id: ResourceId) {
  const [row] = isId('instance', id)
    ? await tx.select().from(instances).where(eq(instances.id, id)).for('update')
    : await tx.select().from(volumes).where(eq(volumes.id, id)).for('update')
  return row ?? null
}
