import { and, desc, eq } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { organisations } from '~/db/schema/identity'
import { sagas } from '~/db/schema/provisioning'
import type { Id } from '~/lib/kernel/ids'

/**
 * The cap on an organisation's monthly commitment in cents; null without one. The row is locked, so that two
 * requests add up, but leaves foreign keys alone: others may go on inserting rows of the organisation.
 */
export async function findSpendingCap(tx: Tx, organisationId: Id<'organisation'>): Promise<bigint | null> {
  const [row] = await tx
    .select({ cap: organisations.spendingCapCents })
    .from(organisations)
    .where(eq(organisations.id, organisationId))
    .for('no key update')
  return row?.cap ?? null
}

/** The volume that was to be made with this server, as its last creation was told. */
export async function findVolumeOfCreation(tx: Tx, instanceId: Id<'instance'>): Promise<Id<'volume'> | null> {
  const [row] = await tx
    .select({ input: sagas.input })
    .from(sagas)
    .where(and(eq(sagas.resourceId, instanceId), eq(sagas.kind, 'create_instance')))
    .orderBy(desc(sagas.createdAt), desc(sagas.id))
    .limit(1)
  const volumeId = row?.input.volumeId
  return typeof volumeId === 'string' ? (volumeId as Id<'volume'>) : null
}
