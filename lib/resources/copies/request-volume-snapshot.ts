import type { Tx } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { DomainError } from '~/lib/kernel/errors'
import { type Id, newId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { claimOnPool } from '~/lib/placement'
import { refuseUnless } from '../common/refuse'
import { type DoneChange, type Judge, judgeMore, keptOf, type WaitingChange } from '../limits/judge-change'
import type { VolumeRow } from '../queries/resources'
import { recordSaga } from '../sagas/record-saga'
import { recordNewSnapshot } from './change-copy-state'
import { snapshotCan } from './copy-can'
import { countSnapshots } from './queries/copies'
import { snapshotMonthlyCents } from './read-snapshots'

/**
 * In `tx`: the snapshot of a volume that the caller has locked is `creating`; its room on the volume's pool is
 * claimed, as much as the volume's, since the two may come to differ in everything. Unless `judge` has it wait.
 *
 * @throws DomainError `state_forbids`, `name_taken`, `insufficient_capacity`, `quota_exceeded`, and what `judge` refuses
 */
export async function requestSnapshot(
  tx: Tx,
  ctx: OpContext,
  volume: VolumeRow,
  wanted: { name: string; scheduledFor: Date | null },
  judge: Judge,
): Promise<(DoneChange & { sagaId: Id<'saga'>; madeId: Id<'snapshot'> }) | WaitingChange> {
  const cents = await snapshotMonthlyCents(tx, volume, ctx.now)
  const { held } = await countSnapshots(tx, volume.id)
  refuseUnless(snapshotCan.take(volume, { held, areSold: cents !== null }), volume)
  const change = { ...keptOf(volume, 'volume'), kind: 'take_snapshot' as const, label: wanted.name }
  const waiting = await judgeMore(tx, ctx, judge, { ...change, moreCents: cents ?? 0n })
  if (waiting) return waiting
  const { organisationId, projectId, zoneId, poolId, bundleId, orderLineId, sizeGib } = volume
  const place = { organisationId, projectId, zoneId, poolId }
  const snapshotId = newId('snapshot', ctx.now.getTime())
  await recordNewSnapshot(tx, ctx, {
    ...place,
    ...wanted,
    id: snapshotId,
    volumeId: volume.id,
    bundleId,
    orderLineId,
    sizeGib,
  })
  const resource = { resourceKind: 'snapshot', resourceId: snapshotId } as const
  const answer = await claimOnPool(tx, { ...place, ...resource, gib: sizeGib }, ctx.now)
  if (answer === 'quota_exceeded') throw new DomainError('quota_exceeded')
  if (answer === 'pool_full')
    throw new DomainError('insufficient_capacity', { params: { reason: 'pool_full' } })
  await recordAudit(tx, ctx, 'snapshot.requested', {
    organisationId,
    kind: 'snapshot',
    id: snapshotId,
    details: { name: wanted.name, volume: volume.name, isScheduled: wanted.scheduledFor !== null },
  })
  const input = { volumeId: volume.id }
  const sagaId = await recordSaga(tx, ctx, { kind: 'take_snapshot', organisationId, ...resource, input })
  return { outcome: 'done', sagaId, madeId: snapshotId }
}
