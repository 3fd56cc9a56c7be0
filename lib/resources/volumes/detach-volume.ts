import { withOrganisation } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { authorize } from '~/lib/identity'
import { DomainError } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { assertAllowed } from '../common/assert-allowed'
import { changeVolumeState } from '../common/change-state'
import { lockInstance, lockVolume } from '../common/lock-resource'
import { recordSaga } from '../sagas/record-saga'
import { instanceCan } from '../servers/instance-can'
import type { Requested } from '../servers/request-instance-change'
import { volumeCan } from './volume-can'

/**
 * Starts detaching the volume from the given server, which must be its own. Naming the server allows locking
 * it first, in the fixed lock order.
 *
 * @throws DomainError `not_found`, `state_forbids`
 */
export async function detachVolume(
  ctx: OpContext,
  input: { volumeId: Id<'volume'>; instanceId: Id<'instance'> },
): Promise<Requested> {
  authorize(ctx, 'instance:operate')
  const { volumeId, instanceId } = input
  return withOrganisation(ctx, async (tx, organisationId) => {
    const instance = await lockInstance(tx, instanceId)
    const volume = await lockVolume(tx, volumeId)
    assertAllowed(volumeCan.detach(volume), volume)
    assertAllowed(instanceCan.attach(instance), instance)
    if (volume.attachedInstanceId !== instanceId) {
      throw new DomainError('state_forbids', { params: { reason: 'other_instance' } })
    }
    await changeVolumeState(tx, ctx, volumeId, {
      from: volumeCan.detach.states,
      to: 'detaching',
      effectiveAt: ctx.now,
    })
    const details = { instanceId }
    await recordAudit(tx, ctx, 'volume.detach_requested', {
      organisationId,
      kind: 'volume',
      id: volumeId,
      details,
    })
    const sagaId = await recordSaga(tx, ctx, {
      kind: 'detach_volume',
      organisationId,
      resourceKind: 'volume',
      resourceId: volumeId,
      input: { instanceId },
    })
    return { sagaId }
  })
}
