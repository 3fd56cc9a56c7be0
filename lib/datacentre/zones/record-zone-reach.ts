import { withShared } from '~/db/client'
import { authorizeSystem } from '~/lib/identity'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { listHypervisorZones, upsertZoneReach } from './queries/zone-reach'

export type ReachFailure = { code: string; text: string }

/**
 * The zones on a real hypervisor are marked as reached now, or with what kept this worker from reaching them.
 * They sell while one worker or another reaches them. Each is asked by itself, so that one which does not answer
 * holds up no other.
 * A heartbeat rather than a change: nothing is written in the journal.
 */
export async function recordZoneReach(
  ctx: OpContext,
  reach: (zoneId: Id<'zone'>) => Promise<ReachFailure | null>,
): Promise<void> {
  authorizeSystem(ctx)
  const zoneIds = await withShared(ctx, listHypervisorZones)
  await Promise.all(
    zoneIds.map(async (zoneId) => {
      const failure = await reach(zoneId)
      await withShared(ctx, (tx) => upsertZoneReach(tx, zoneId, failure))
    }),
  )
}
