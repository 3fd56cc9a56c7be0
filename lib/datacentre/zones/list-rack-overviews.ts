import { withStaff } from '~/db/client'
import { authorizeStaff } from '~/lib/identity'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { readRacks } from '../places/read-racks'
import { racksPerPlan, type ZonePlan } from '../places/views'
import { countRacksOfZone } from '../queries/zone-racks'

/** The plan of each of these zones: its first racks, by room, with their hosts. */
export async function listZonePlans(
  ctx: OpContext,
  zoneIds: readonly Id<'zone'>[],
): Promise<Map<Id<'zone'>, ZonePlan>> {
  authorizeStaff(ctx, 'inventory:read')
  return withStaff(ctx, async (tx) => {
    const plans = await Promise.all(
      zoneIds.map(async (zoneId) => {
        const [racks, total] = await Promise.all([
          readRacks(tx, zoneId, { limit: racksPerPlan, offset: 0 }),
          countRacksOfZone(tx, zoneId),
        ])
        return [zoneId, { racks, total }] as const
      }),
    )
    return new Map(plans)
  })
}
