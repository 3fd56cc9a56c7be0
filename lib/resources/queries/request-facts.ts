import { and, desc, eq } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { sagas } from '~/db/schema/provisioning'
import { type Id, isId } from '~/lib/kernel/ids'

/** The volume of this server's bundle, from the input of its last creation. */
export async function findVolumeOfCreation(tx: Tx, instanceId: Id<'instance'>): Promise<Id<'volume'> | null> {
  const [row] = await tx
    .select({ input: sagas.input })
    .from(sagas)
    .where(and(eq(sagas.resourceId, instanceId), eq(sagas.kind, 'create_instance')))
    .orderBy(desc(sagas.createdAt), desc(sagas.id))
    .limit(1)
  const volumeId = row?.input.volumeId
  return isId('volume', volumeId) ? volumeId : null
}
