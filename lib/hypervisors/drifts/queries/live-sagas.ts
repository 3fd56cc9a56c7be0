import { and, eq, inArray } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { sagas } from '~/db/schema/provisioning'

/** Whether an operation on this resource is in progress or waits for a person. */
export async function hasLiveSaga(tx: Tx, resourceId: string): Promise<boolean> {
  const [row] = await tx
    .select({ id: sagas.id })
    .from(sagas)
    .where(and(eq(sagas.resourceId, resourceId), inArray(sagas.state, ['running', 'undoing', 'parked'])))
    .limit(1)
  return row !== undefined
}
