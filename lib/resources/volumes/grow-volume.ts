import type { Tx } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { findBundle } from '~/lib/catalogue'
import { DomainError, invariant } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { resizePoolClaim } from '~/lib/placement'
import { assertAllowed } from '../common/assert-allowed'
import { changeVolumeState } from '../common/change-state'
import { lockVolume } from '../common/lock-resource'
import {
  changedOf,
  type DoneChange,
  type Judge,
  judgeIfCostlier,
  type WaitingChange,
} from '../limits/judge-change'
import { recordSaga } from '../sagas/record-saga'
import { growthCost, refuseGrowth } from './growth-rules'
import { volumeCan } from './volume-can'

/**
 * In `tx`: starts growing the volume to a larger storage bundle of its class, on its pool, unless `judge`
 * makes the change wait. The growth is claimed before this returns; the copies that its schedules keep grow
 * too, and are judged with it. Its new price applies from the second at which it has its new size.
 *
 * @throws DomainError `not_found`, `state_forbids`, `invalid_input` (field bundleId), `insufficient_capacity`,
 * `quota_exceeded`, and those of `judge`
 */
export async function requestVolumeGrowth(
  tx: Tx,
  ctx: OpContext,
  input: { volumeId: Id<'volume'>; bundleId: Id<'bundle'> },
  judge: Judge,
): Promise<(DoneChange & { sagaId: Id<'saga'> }) | WaitingChange> {
  const volume = await lockVolume(tx, input.volumeId)
  assertAllowed(volumeCan.grow(volume), volume)
  const bundle = await findBundle(tx, input.bundleId, ctx.now)
  if (!bundle?.isActive) throw new DomainError('not_found', { field: 'bundleId' })
  const reason = refuseGrowth(volume, bundle)
  if (reason) throw new DomainError('invalid_input', { field: 'bundleId', params: { reason } })
  const { ownCents, keptCents } = await growthCost(tx, volume, bundle, ctx.now)
  const { organisationId } = volume
  const waiting = await judgeIfCostlier(tx, ctx, judge, {
    ...changedOf(volume, 'volume'),
    kind: 'grow_volume',
    bundleKind: 'storage',
    label: bundle.name,
    labelEn: bundle.nameEn,
    moreCents: ownCents + keptCents,
  })
  if (waiting) return waiting
  const answer = await resizePoolClaim(tx, volume.id, bundle.volumeGib)
  if (answer === 'quota_exceeded') throw new DomainError('quota_exceeded')
  if (answer === 'pool_full')
    throw new DomainError('insufficient_capacity', { params: { reason: 'pool_full' } })
  invariant(answer === 'resized', `${volume.id} has a live claim`)
  await changeVolumeState(tx, ctx, volume.id, {
    from: volumeCan.grow.states,
    to: 'growing',
    effectiveAt: ctx.now,
  })
  await recordAudit(tx, ctx, 'volume.growth_requested', {
    organisationId,
    kind: 'volume',
    id: volume.id,
    details: { to: bundle.name, sizeGib: bundle.volumeGib },
  })
  const sagaId = await recordSaga(tx, ctx, {
    kind: 'grow_volume',
    organisationId,
    resourceKind: 'volume',
    resourceId: volume.id,
    input: { bundleId: bundle.id, sizeGib: bundle.volumeGib, fromGib: volume.sizeGib },
  })
  return { outcome: 'done', sagaId }
}
