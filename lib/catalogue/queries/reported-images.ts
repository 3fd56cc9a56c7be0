import { and, asc, eq } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { zoneImages } from '~/db/schema/catalogue'
import type { Id } from '~/lib/kernel/ids'

/** The images of a zone with what its hypervisor last reported of each. */
export async function listReportedImages(tx: Tx, zoneId: Id<'zone'>) {
  const { imageId, alias, hasCloudInit, hasSsh } = zoneImages
  return tx
    .select({ imageId, alias, hasCloudInit, hasSsh })
    .from(zoneImages)
    .where(eq(zoneImages.zoneId, zoneId))
    .orderBy(asc(imageId))
}

export async function updateReportedImage(
  tx: Tx,
  zoneId: Id<'zone'>,
  imageId: Id<'image'>,
  set: { hasCloudInit: boolean | null; hasSsh: boolean | null },
): Promise<void> {
  await tx
    .update(zoneImages)
    .set(set)
    .where(and(eq(zoneImages.zoneId, zoneId), eq(zoneImages.imageId, imageId)))
}
