import type { Tx } from '~/db/client'
import { findZoneImage } from '~/lib/catalogue'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { type ClaimedPlace, claimCapacity } from '~/lib/placement'
import { groupLines } from './group-line'
import { OrderRefused } from './outcome'
import { isPlaced } from './plan-resources'
import type { PreparedLine } from './prepare-lines'

/**
 * Claims capacity for every server and volume of every line, by resource id. Zones are claimed in the order of
 * their ids, so that orders over several zones cannot deadlock.
 *
 * @throws OrderRefused when capacity is short, DomainError `invalid_input` for an unknown group
 */
export async function claimLines(
  tx: Tx,
  ctx: OpContext,
  place: { organisationId: Id<'organisation'>; projectId: Id<'project'> },
  lines: readonly PreparedLine[],
  /** Expiry of the claims; null when the order is carried out at once. */
  expiresAt: Date | null,
): Promise<Map<string, ClaimedPlace>> {
  const places = new Map<string, ClaimedPlace>()
  await groupLines(tx, ctx, place, lines)
  for (const zoneId of [...new Set(lines.map((line) => line.zoneId))].sort()) {
    const inZone = lines.filter((line) => line.zoneId === zoneId)
    const resources = inZone.flatMap((line) => line.resources).filter(isPlaced)
    if (resources.length === 0) continue
    const isGrouped = inZone.some((line) => line.input.placement !== undefined)
    const claimed = await claimCapacity(tx, ctx, {
      ...place,
      zoneId,
      resources,
      isGrouped,
      ...(expiresAt && { expiresAt }),
    })
    if (claimed.outcome === 'quota_exceeded') throw new OrderRefused(claimed)
    if (claimed.outcome === 'insufficient_capacity') {
      throw new OrderRefused({ ...claimed, elsewhere: await withImages(tx, inZone, claimed.elsewhere) })
    }
    for (const each of claimed.places) places.set(each.resourceId, each)
  }
  return places
}

/** Of the zones with capacity, those that also have the images, so that every offered zone can be ordered. */
async function withImages<Z extends { zoneId: Id<'zone'> }>(
  tx: Tx,
  lines: readonly PreparedLine[],
  zones: readonly Z[],
): Promise<Z[]> {
  // A private image or a snapshot exists in its zone only.
  if (lines.some(({ input }) => input.fromImageId || input.fromSnapshotId)) return []
  // Without duplicates: looking up the image of two hundred lines one by one took most of a refusal's time.
  const imageIds = [...new Set(lines.flatMap(({ imageId }) => imageId ?? []))]
  const isAble = await Promise.all(
    zones.map(async ({ zoneId }) => {
      const found = await Promise.all(imageIds.map((imageId) => findZoneImage(tx, zoneId, imageId)))
      return found.every((image) => image !== null)
    }),
  )
  return zones.filter((_, index) => isAble[index])
}
