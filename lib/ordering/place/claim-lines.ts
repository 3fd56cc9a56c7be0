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
 * Capacity for every server and volume of every line, by resource id. Zones are taken in the order of their ids,
 * so that orders over several zones cannot wait for each other.
 *
 * @throws OrderRefused when something is short, DomainError `invalid_input` for a group that is none
 */
export async function claimLines(
  tx: Tx,
  ctx: OpContext,
  place: { organisationId: Id<'organisation'>; projectId: Id<'project'> },
  lines: readonly PreparedLine[],
  /** Until when they are held; for good when the order is carried out at once. */
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

/** Of the zones with room, those that have the images too: what is offered can be had. */
async function withImages<Z extends { zoneId: Id<'zone'> }>(
  tx: Tx,
  lines: readonly PreparedLine[],
  zones: readonly Z[],
): Promise<Z[]> {
  // An image of the organisation's own, or a snapshot, is in its zone alone.
  if (lines.some(({ input }) => input.fromImageId || input.fromSnapshotId)) return []
  // Each once: two hundred lines of one image, asked one by one in each zone, took longer than all else of a refusal.
  const imageIds = [...new Set(lines.flatMap(({ imageId }) => imageId ?? []))]
  const isAble = await Promise.all(
    zones.map(async ({ zoneId }) => {
      const found = await Promise.all(imageIds.map((imageId) => findZoneImage(tx, zoneId, imageId)))
      return found.every((image) => image !== null)
    }),
  )
  return zones.filter((_, index) => isAble[index])
}
