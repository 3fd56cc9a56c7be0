import { withOrganisation } from '~/db/client'
import type { InstanceState } from '~/db/schema/resources/compute'
import { type AuditEventName, recordAudit } from '~/lib/audit'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { assertAllowed } from '../common/assert-allowed'
import { changeInstanceState } from '../common/change-state'
import { lockInstance } from '../common/lock-resource'
import { recordSaga } from '../sagas/record-saga'
import { type InstanceAction, instanceCan } from './instance-can'

type Request = {
  action: InstanceAction & ('start' | 'stop' | 'restart' | 'enterRescue' | 'leaveRescue')
  to: InstanceState
  event: AuditEventName
  saga: 'start_instance' | 'stop_instance' | 'restart_instance' | 'enter_rescue' | 'leave_rescue'
}

export type Requested = { sagaId: Id<'saga'> }

/**
 * Starts a change of a server in one transaction: decided under its lock, moved to its transient state,
 * audited, with its saga. The caller has authorised. A second click finds the transient state and is refused.
 */
export async function requestInstanceChange(
  ctx: OpContext,
  instanceId: Id<'instance'>,
  request: Request,
): Promise<Requested> {
  return withOrganisation(ctx, async (tx, organisationId) => {
    const instance = await lockInstance(tx, instanceId)
    assertAllowed(instanceCan[request.action](instance), instance)
    await changeInstanceState(tx, ctx, instanceId, {
      from: instanceCan[request.action].states,
      to: request.to,
      effectiveAt: ctx.now,
    })
    await recordAudit(tx, ctx, request.event, { organisationId, kind: 'instance', id: instanceId })
    const sagaId = await recordSaga(tx, ctx, {
      kind: request.saga,
      organisationId,
      resourceKind: 'instance',
      resourceId: instanceId,
      input: {},
    })
    return { sagaId }
  })
}
