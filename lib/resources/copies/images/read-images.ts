import type { Tx } from '~/db/client'
import type { PrivateImageView } from './image-view'
import { listShownPrivateImages } from './queries/images'

/** More than an organisation may have; those that could not be made are listed too. */
const shownMax = 100

/** The images of an organisation's own, newest first. */
export async function readImages(tx: Tx, now: Date): Promise<PrivateImageView[]> {
  const rows = await listShownPrivateImages(tx, now, shownMax)
  return rows.map(({ image, ...row }) => ({
    id: image.id,
    name: image.name,
    state: image.state,
    sizeGib: image.sizeGib,
    zone: { id: image.zoneId, code: row.zoneCode, name: row.zoneName },
    bundleId: image.bundleId,
    base: row.baseName,
    server: {
      id: image.instanceId,
      name: row.instanceName,
      isThere: !['purging', 'purged', 'failed'].includes(row.instanceState),
    },
    monthlyCents: row.monthlyCents,
    beginnings: row.beginnings,
    createdAt: image.createdAt.toISOString(),
    madeAt: image.madeAt?.toISOString() ?? null,
    failureCode: image.failureCode,
  }))
}
