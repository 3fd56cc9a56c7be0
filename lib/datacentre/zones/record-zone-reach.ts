import { withShared } from '~/db/client'
import { authorizeSystem } from '~/lib/identity'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { everyZone, type ServesZone } from '~/lib/kernel/serves-zone'
import { listHypervisorZones, upsertZoneReach } from './queries/zone-reach'

export type ReachFailure = { code: string; text: string }

/**
 * Records, for each zone on a real hypervisor, that it was reached now or why not. A zone sells while any worker
 * reaches it. Zones are checked in parallel, so one that does not answer delays no other. A heartbeat and not a change:
 * it writes no audit entry.
 */
export async function recordZoneReach(
  ctx: OpContext,
  reach: (zoneId: Id<'zone'>) => Promise<ReachFailure | null>,
  tests: ServesZone = everyZone,
): Promise<void> {
  authorizeSystem(ctx)
  const zoneIds = (await withShared(ctx, listHypervisorZones)).filter(tests)
  await Promise.all(
    zoneIds.map(async (zoneId) => {
      const failure = await reach(zoneId)
      await withShared(ctx, (tx) => upsertZoneReach(tx, zoneId, failure))
    }),
  )
}
