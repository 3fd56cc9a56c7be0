import { sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import type { Id } from '~/lib/kernel/ids'

export type CopySource = {
  projectId: Id<'project'>
  bundleId: Id<'bundle'>
  orderLineId: Id<'orderLine'>
  /** The catalogue's image of a server; null of a volume. */
  imageId: Id<'image'> | null
}

/**
 * The volume of a backup, which may be in another zone, or the server of an image, in its zone; in any state, since a copy
 * outlives its source.
 */
export async function findCopySource(
  tx: Tx,
  kind: 'backup' | 'image',
  { id, organisationId, zoneId }: { id: string; organisationId: Id<'organisation'>; zoneId: Id<'zone'> },
): Promise<CopySource | null> {
  const [row] = await tx.execute<CopySource>(
    kind === 'backup'
      ? sql`select project_id as "projectId", bundle_id as "bundleId", order_line_id as "orderLineId", null::text as "imageId"
          from volumes where id = ${id} and organisation_id = ${organisationId}`
      : sql`select project_id as "projectId", bundle_id as "bundleId", order_line_id as "orderLineId", image_id as "imageId"
          from instances where id = ${id} and organisation_id = ${organisationId} and zone_id = ${zoneId}`,
  )
  return row ?? null
}

export async function findPool(tx: Tx, zoneId: Id<'zone'>, name: string): Promise<Id<'pool'> | null> {
  const [row] = await tx.execute<{ id: Id<'pool'> }>(
    sql`select id from storage_pools where zone_id = ${zoneId} and name = ${name}`,
  )
  return row?.id ?? null
}
