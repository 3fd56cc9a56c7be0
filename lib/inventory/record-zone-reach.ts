import { withShared } from '~/db/client'
import { listHypervisorZones, upsertZoneReach } from '~/db/queries/inventory/zone-reach'
import { authorizeSystem } from '~/lib/identity'
import type { OpContext } from '~/lib/kernel/op-context'

export type ReachFailure = { code: string; text: string }

/**
 * The zones on a real hypervisor are marked as reached now, or with what kept this worker from reaching them.
 * They sell while one worker or another reaches them. `reach` is not called where there is no such zone.
 * A heartbeat rather than a change: nothing is written in the journal.
 */
export async function recordZoneReach(
  ctx: OpContext,
  reach: () => Promise<ReachFailure | null>,
): Promise<void> {
  authorizeSystem(ctx)
  const zoneIds = await withShared(ctx, listHypervisorZones)
  if (zoneIds.length === 0) return
  const failure = await reach()
  await withShared(ctx, async (tx) => {
    for (const zoneId of zoneIds) await upsertZoneReach(tx, zoneId, failure)
  })
}
