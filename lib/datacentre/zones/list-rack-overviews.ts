import { withStaff } from '~/db/client'
import { authorizeStaff } from '~/lib/identity'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { readRacks } from '../places/read-racks'
import { type RackOverview, racksPerOverview } from '../places/views'
import { countRacksOfZone } from '../queries/zone-racks'

/** The first racks of each of these zones, by site, room and name, with their hosts. */
export async function listRackOverviews(
  ctx: OpContext,
  zoneIds: readonly Id<'zone'>[],
): Promise<Map<Id<'zone'>, RackOverview>> {
  authorizeStaff(ctx, 'inventory:read')
  return withStaff(ctx, async (tx) => {
    const overviews = await Promise.all(
      zoneIds.map(async (zoneId) => {
        const [racks, total] = await Promise.all([
          readRacks(tx, zoneId, { limit: racksPerOverview, offset: 0 }),
          countRacksOfZone(tx, zoneId),
        ])
        return [zoneId, { racks, total }] as const
      }),
    )
    return new Map(overviews)
  })
}
