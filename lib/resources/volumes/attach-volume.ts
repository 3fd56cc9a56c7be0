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
 * Starts attaching the volume to a server of its zone. Server first, then volume: the lock order of detaching
 * and deleting too.
 *
 * @throws DomainError `not_found`, `state_forbids`, `invalid_input` (another zone)
 */
export async function attachVolume(
  ctx: OpContext,
  input: { volumeId: Id<'volume'>; instanceId: Id<'instance'> },
): Promise<Requested> {
  authorize(ctx, 'instance:operate')
  const { volumeId, instanceId } = input
  return withOrganisation(ctx, async (tx, organisationId) => {
    const instance = await lockInstance(tx, instanceId)
    const volume = await lockVolume(tx, volumeId)
    assertAllowed(volumeCan.attach(volume), volume)
    assertAllowed(instanceCan.attach(instance), instance)
    if (instance.zoneId !== volume.zoneId) {
      throw new DomainError('invalid_input', { field: 'instanceId', params: { reason: 'other_zone' } })
    }
    await changeVolumeState(tx, ctx, volumeId, {
      from: volumeCan.attach.states,
      to: 'attaching',
      effectiveAt: ctx.now,
      set: { attachedInstanceId: instanceId },
    })
    const details = { instanceId }
    await recordAudit(tx, ctx, 'volume.attach_requested', {
      organisationId,
      kind: 'volume',
      id: volumeId,
      details,
    })
    const sagaId = await recordSaga(tx, ctx, {
      kind: 'attach_volume',
      organisationId,
      resourceKind: 'volume',
      resourceId: volumeId,
      input: { instanceId },
    })
    return { sagaId }
  })
}
