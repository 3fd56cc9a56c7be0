import type { Tx } from '~/db/client'
import type { VolumeState } from '~/db/schema/resources/compute'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { endAllocation } from '~/lib/placement'
import { closeUsage, endCommitmentOfPurged } from '~/lib/usage'
import { changeVolumeState } from '../common/change-state'
import { changeCopyState } from '../copies/change-copy-state'
import { listHeldSnapshots } from '../copies/queries/copies'
import type { VolumeRow } from '../queries/resources'

/**
 * In `tx`: ends a volume that has no object any more since `at`, with its snapshots. Afterwards it is neither billed
 * nor claimed.
 *
 * @throws DomainError `state_forbids` when it is not in `from`
 */
export async function recordPurgedVolume(
  tx: Tx,
  ctx: OpContext,
  id: Id<'volume'>,
  { from, at }: { from: VolumeState; at: Date },
): Promise<VolumeRow> {
  const volume = await changeVolumeState(tx, ctx, id, {
    from: [from],
    to: 'purged',
    effectiveAt: at,
    set: { purgeAfter: null, attachedInstanceId: null },
  })
  for (const snapshot of await listHeldSnapshots(tx, 'volume_snapshot', id)) {
    const change = { from: ['available'], to: 'deleted', effectiveAt: at } as const
    await changeCopyState(tx, ctx, 'volume_snapshot', snapshot.id, change)
    await closeUsage(tx, snapshot.id, 'all', at, ctx.now)
    await endAllocation(tx, snapshot.id, 'released', ctx.now)
  }
  await closeUsage(tx, id, 'all', at, ctx.now)
  await endCommitmentOfPurged(tx, ctx, volume, at)
  await endAllocation(tx, id, 'released', ctx.now)
  return volume
}
