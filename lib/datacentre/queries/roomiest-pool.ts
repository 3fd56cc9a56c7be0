import { and, asc, desc, eq } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { storagePools } from '~/db/schema/inventory'
import type { Id } from '~/lib/kernel/ids'

/** The zone's pool with the most free space, of this class if given; null when there is none. */
export async function findRoomiestPool(
  tx: Tx,
  zoneId: Id<'zone'>,
  volumeClass?: 'fast' | 'standard' | 'archive',
): Promise<Id<'pool'> | null> {
  const [row] = await tx
    .select({ id: storagePools.id })
    .from(storagePools)
    .where(and(eq(storagePools.zoneId, zoneId), volumeClass && eq(storagePools.volumeClass, volumeClass)))
    .orderBy(desc(storagePools.gibFree), asc(storagePools.id))
    .limit(1)
  return row?.id ?? null
}
