import { and, asc, desc, eq, type SQL, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { diskSnapshotMeters, monthlyCentsOf } from '~/db/expressions/monthly-cents'
import { images, zones } from '~/db/schema/catalogue'
import { instances } from '~/db/schema/resources/compute'
import { privateImages } from '~/db/schema/resources/images'
import type { SnapshotState } from '~/db/schema/resources/snapshots'
import type { Id } from '~/lib/kernel/ids'

export type PrivateImageRow = typeof privateImages.$inferSelect
export type NewPrivateImageRow = typeof privateImages.$inferInsert

export async function insertPrivateImage(tx: Tx, row: NewPrivateImageRow): Promise<void> {
  await tx.insert(privateImages).values(row)
}

export async function findPrivateImage(tx: Tx, id: Id<'privateImage'>): Promise<PrivateImageRow | null> {
  const [row] = await tx.select().from(privateImages).where(eq(privateImages.id, id))
  return row ?? null
}

export async function lockPrivateImageRow(tx: Tx, id: Id<'privateImage'>): Promise<PrivateImageRow | null> {
  const [row] = await tx.select().from(privateImages).where(eq(privateImages.id, id)).for('update')
  return row ?? null
}

/** Changes the row if it still is in `from`; answers the new row, or null when it was not. */
export async function updatePrivateImage(
  tx: Tx,
  id: Id<'privateImage'>,
  from: SnapshotState,
  set: Partial<NewPrivateImageRow>,
): Promise<PrivateImageRow | null> {
  const [row] = await tx
    .update(privateImages)
    .set(set)
    .where(and(eq(privateImages.id, id), eq(privateImages.state, from)))
    .returning()
  return row ?? null
}

/** How many images of an organisation stand or are on their way. */
export async function countPrivateImages(tx: Tx, organisationId: Id<'organisation'>): Promise<number> {
  const [row] = await tx
    .select({ held: sql<number>`count(*)::int` })
    .from(privateImages)
    .where(
      and(
        eq(privateImages.organisationId, organisationId),
        sql`${privateImages.state} in ('creating', 'available', 'deleting')`,
      ),
    )
  return row?.held ?? 0
}

/** How many servers are on their way to begin as this image. */
export async function countBeginnings(tx: Tx, imageId: Id<'privateImage'>): Promise<number> {
  const [row] = await tx
    .select({ count: sql<number>`count(*)::int` })
    .from(instances)
    .where(and(eq(instances.sourceImageId, imageId), eq(instances.state, 'creating')))
  return row?.count ?? 0
}

/** How many images are on their way from this server, or from one snapshot of it. */
export async function countImagesOnTheWay(
  tx: Tx,
  instanceId: Id<'instance'>,
  snapshotId?: Id<'snapshot'>,
): Promise<number> {
  const [row] = await tx
    .select({ count: sql<number>`count(*)::int` })
    .from(privateImages)
    .where(
      and(
        eq(privateImages.instanceId, instanceId),
        eq(privateImages.state, 'creating'),
        snapshotId && eq(privateImages.sourceSnapshotId, snapshotId),
      ),
    )
  return row?.count ?? 0
}

/** What the page of images lists, newest first: those that were deleted are not. */
export async function listShownPrivateImages(tx: Tx, now: Date, limit: number) {
  const { bundleId, orderLineId } = privateImages
  return tx
    .select({
      image: privateImages,
      monthlyCents: monthlyCentsOf({ bundleId, orderLineId }, diskSnapshotMeters, now),
      beginnings: beginningsOf,
      zoneCode: zones.code,
      zoneName: zones.name,
      baseName: images.name,
      instanceName: instances.name,
      instanceState: instances.state,
    })
    .from(privateImages)
    .innerJoin(zones, eq(zones.id, privateImages.zoneId))
    .innerJoin(images, eq(images.id, privateImages.imageId))
    .innerJoin(instances, eq(instances.id, privateImages.instanceId))
    .where(sql`${privateImages.state} <> 'deleted'`)
    .orderBy(desc(privateImages.createdAt), desc(privateImages.id))
    .limit(limit)
}

const beginningsOf: SQL<number> = sql<number>`(select count(*)::int from instances i
  where i.source_image_id = ${privateImages.id} and i.state = 'creating')`

/** Those that a server can begin as, by name. */
export async function listAvailablePrivateImages(tx: Tx) {
  const { id, name, zoneId, sizeGib, madeAt } = privateImages
  return tx
    .select({ id, name, zoneId, sizeGib, madeAt })
    .from(privateImages)
    .where(eq(privateImages.state, 'available'))
    .orderBy(asc(privateImages.name), asc(privateImages.id))
}
