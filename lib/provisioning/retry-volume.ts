import { withOrganisation } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { findBundle } from '~/lib/catalogue'
import { changeVolumeState, lockVolume, refuseUnless, volumeCan } from '~/lib/compute'
import { authorize } from '~/lib/identity'
import { DomainError, invariant } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import { monthlyCents } from '~/lib/kernel/money'
import type { OpContext } from '~/lib/kernel/op-context'
import { claimAgain } from './claim-again'
import { recordVolumeSaga } from './record-volume-saga'
import { refuseOverLimits } from './refuse-over-limits'
import type { Requested } from './request-instance-change'

/**
 * A volume that could not be made is `creating` again in the same zone, perhaps in another pool: same
 * resource, same order line, new claim. One that came with a server is made with that server alone.
 *
 * @throws DomainError `not_found`, `state_forbids`, `name_taken`, `insufficient_capacity`, `quota_exceeded`,
 *   `spending_cap_exceeded`, `budget_exceeded`
 */
export async function retryVolume(ctx: OpContext, input: { volumeId: Id<'volume'> }): Promise<Requested> {
  authorize(ctx, 'order:place')
  return withOrganisation(ctx, async (tx, organisationId) => {
    const volume = await lockVolume(tx, input.volumeId)
    refuseUnless(volumeCan.retry(volume), volume)
    const bundle = await findBundle(tx, volume.bundleId, ctx.now)
    invariant(bundle, `bundle ${volume.bundleId} of a volume exists`)
    if (bundle.kind !== 'storage')
      throw new DomainError('state_forbids', { params: { reason: 'volume_of_server' } })
    const moreCents = monthlyCents(bundle.microCentsPerHour)
    const { projectId, tags: ownTags } = volume
    await refuseOverLimits(tx, { organisationId, projectId, ownTags, moreCents }, ctx.now)
    const places = await claimAgain(tx, ctx, volume, [{ kind: 'volume', id: volume.id, size: volume }])
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
  })
}
