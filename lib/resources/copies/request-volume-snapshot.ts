import type { Tx } from '~/db/client'
import { type Id, newId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { assertAllowed } from '../common/assert-allowed'
import { lockVolume } from '../common/lock-resource'
import { copyMonthlyCents } from '../common/monthly-cents'
import { type Judge, judgeIfCostlier, keptOf, type WaitingChange } from '../limits/judge-change'
import type { VolumeRow } from '../queries/resources'
import { copyCan } from './copy-can'
import { type MadeCopy, makeCopy } from './make-copy'
import { sumSnapshots } from './queries/copies'

/**
 * In `tx`: starts a snapshot of the volume and claims its space, unless `judge` makes it wait.
 *
 * @throws DomainError `not_found`, and those of `requestSnapshotOf`
 */
export async function requestVolumeSnapshot(
  tx: Tx,
  ctx: OpContext,
  input: { volumeId: Id<'volume'>; name: string },
  judge: Judge,
) {
  const volume = await lockVolume(tx, input.volumeId)
  return requestSnapshotOf(tx, ctx, volume, { name: input.name, scheduledFor: null }, judge)
}

/**
 * The same for a volume that the caller has locked, for a person or a schedule. It claims as much space on the
 * volume's pool as the volume does, since all blocks may come to differ.
 *
 * @throws DomainError `state_forbids`, `name_taken`, `insufficient_capacity`, `quota_exceeded`, and those of
 * `judge`
 */
export async function requestSnapshotOf(
  tx: Tx,
  ctx: OpContext,
  volume: VolumeRow,
  { name, scheduledFor }: { name: string; scheduledFor: Date | null },
  judge: Judge,
): Promise<MadeCopy<'volume_snapshot'> | WaitingChange> {
  const cents = await copyMonthlyCents(tx, 'volume_snapshot', volume, ctx.now)
  const { held } = await sumSnapshots(tx, 'volume_snapshot', volume.id)
  assertAllowed(copyCan.volume_snapshot.make(volume, { held, areSold: cents !== null }), volume)
  const change = { ...keptOf(volume, 'volume'), kind: 'take_snapshot' as const, label: name }
  const waiting = await judgeIfCostlier(tx, ctx, judge, { ...change, moreCents: cents ?? 0n })
  if (waiting) return waiting
  const { id: volumeId, organisationId, projectId, zoneId, poolId, bundleId, orderLineId, sizeGib } = volume
  return makeCopy(
    tx,
    ctx,
    'volume_snapshot',
    {
      ...{ organisationId, projectId, zoneId, poolId, bundleId, orderLineId, sizeGib },
      ...{ id: newId('snapshot', ctx.now.getTime()), volumeId, name, scheduledFor },
    },
    { details: { volume: volume.name, isScheduled: scheduledFor !== null }, input: { volumeId } },
  )
}
