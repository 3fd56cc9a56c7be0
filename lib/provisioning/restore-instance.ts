import { withOrganisation } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { instanceCan, lockInstance, refuseUnless, voidExit } from '~/lib/compute'
import { authorize } from '~/lib/identity'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { recordSaga } from './record-saga'
import { refuseAfterGrace } from './refuse-after-grace'
import type { Requested } from './request-instance-change'

/**
 * The deletion is being taken back; the server will be `stopped`, without the volumes it had. It stays
 * `deleted` until the hypervisor has confirmed it, so the grace period cannot end it meanwhile.
 *
 * @throws DomainError `not_found`, `state_forbids` (not deleted, grace over, or already being restored)
 */
export async function restoreInstance(
  ctx: OpContext,
  input: { instanceId: Id<'instance'> },
): Promise<Requested> {
  authorize(ctx, 'instance:operate')
  return withOrganisation(ctx, async (tx, organisationId) => {
    const instance = await lockInstance(tx, input.instanceId)
    refuseUnless(instanceCan.restore(instance), instance)
    refuseAfterGrace(instance.purgeAfter, ctx.now)
    await voidExit(tx, instance)
    await recordAudit(tx, ctx, 'instance.restored', { organisationId, kind: 'instance', id: instance.id })
    const sagaId = await recordSaga(tx, ctx, {
      kind: 'restore_instance',
      organisationId,
      resourceKind: 'instance',
      resourceId: instance.id,
      input: {},
    })
    return { sagaId }
  })
}
