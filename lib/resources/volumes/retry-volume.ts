import type { Tx } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { findBundle } from '~/lib/catalogue'
import { DomainError, invariant } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { assertAllowed } from '../common/assert-allowed'
import { changeVolumeState } from '../common/change-state'
import { lockVolume } from '../common/lock-resource'
import type { RetryJudge } from '../limits/judge-retry'
import { claimForRetry } from '../servers/claim-for-retry'
import type { Requested } from '../servers/request-instance-change'
import { recordVolumeSaga } from './record-volume-saga'
import { volumeCan } from './volume-can'

/**
 * In `tx`: creates a failed volume again in the same zone, possibly in another pool: same resource, same order
 * line, new claim. A volume of a server's bundle is created only with its server.
 *
 * @throws DomainError `not_found`, `state_forbids`, `name_taken`, `insufficient_capacity`, `quota_exceeded`,
 * and those of `judge`
 */
export async function requestVolumeRetry(
  tx: Tx,
  ctx: OpContext,
  input: { volumeId: Id<'volume'> },
  judge: RetryJudge,
): Promise<Requested> {
  const volume = await lockVolume(tx, input.volumeId)
  assertAllowed(volumeCan.retry(volume), volume)
  const bundle = await findBundle(tx, volume.bundleId, ctx.now)
  invariant(bundle, `bundle ${volume.bundleId} of a volume exists`)
  if (bundle.kind !== 'storage')
    throw new DomainError('state_forbids', { params: { reason: 'volume_of_server' } })
  const { organisationId } = volume
  await judge(tx, ctx, { ...volume, microCentsPerHour: bundle.microCentsPerHour })
  const places = await claimForRetry(tx, ctx, volume, [{ kind: 'volume', id: volume.id, size: volume }])
  const poolId = places.get(volume.id)?.poolId
  invariant(poolId, 'a volume that was placed has a pool')
  await changeVolumeState(tx, ctx, volume.id, {
    from: volumeCan.retry.states,
    to: 'creating',
    effectiveAt: ctx.now,
    set: { poolId, failureCode: null, failureText: null },
  })
  await recordAudit(tx, ctx, 'volume.retry_requested', { organisationId, kind: 'volume', id: volume.id })
  return { sagaId: await recordVolumeSaga(tx, ctx, volume) }
}
