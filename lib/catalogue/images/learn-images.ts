import type { Tx } from '~/db/client'
import { changedFacts, recordAudit } from '~/lib/audit'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { findImageForUpdate, updateImage } from '../queries/price-book'
import { listReportedImages, updateReportedImage } from '../queries/reported-images'

/** What an image on a hypervisor states; null: nothing. */
export type ReportedImage = { hasCloudInit: boolean | null; hasSsh: boolean | null }

const facts = ['hasCloudInit', 'hasSsh'] as const

/**
 * In `tx`: takes over what changed in the images of a zone since they were last read there. What an operator set stays
 * until the image itself changes. The caller has authorised.
 */
export async function learnImages(
  tx: Tx,
  ctx: OpContext,
  zoneId: Id<'zone'>,
  images: readonly ({ alias: string } & ReportedImage)[],
): Promise<void> {
  for (const known of await listReportedImages(tx, zoneId)) {
    const reported = images.find(({ alias }) => alias === known.alias)
    if (!reported || facts.every((fact) => reported[fact] === known[fact])) continue
    const image = await findImageForUpdate(tx, known.imageId)
    if (!image) continue
    const { hasCloudInit, hasSsh } = reported
    await updateReportedImage(tx, zoneId, known.imageId, { hasCloudInit, hasSsh })
    const to = learnedFrom(image, known, reported)
    const changed = changedFacts(image, to)
    if (!changed) continue
    await updateImage(tx, known.imageId, to)
    await recordAudit(tx, ctx, 'image.changed', {
      organisationId: null,
      kind: 'image',
      id: known.imageId,
      details: { name: image.name, ...changed },
    })
  }
}

/** The facts of an image after a report; `before` is the last one. A first report only fills what is unknown. Pure. */
export function learnedFrom(
  image: { hasCloudInit: boolean; hasSsh: boolean | null },
  before: ReportedImage,
  now: ReportedImage,
): { hasCloudInit: boolean; hasSsh: boolean | null } {
  const cloudInit = before.hasCloudInit !== null && before.hasCloudInit !== now.hasCloudInit
  const ssh = before.hasSsh === null ? image.hasSsh === null : before.hasSsh !== now.hasSsh
  return {
    hasCloudInit: cloudInit ? (now.hasCloudInit ?? image.hasCloudInit) : image.hasCloudInit,
    hasSsh: ssh ? now.hasSsh : image.hasSsh,
  }
}
