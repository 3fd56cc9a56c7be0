import { authorize } from '~/lib/identity'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { type Requested, requestInstanceChange } from './request-instance-change'

/** Ends the server's rescue system; it is stopped again. @throws DomainError `not_found`, `state_forbids` */
export async function leaveRescue(ctx: OpContext, input: { instanceId: Id<'instance'> }): Promise<Requested> {
  authorize(ctx, 'instance:operate')
  return requestInstanceChange(ctx, input.instanceId, {
    action: 'leaveRescue',
    to: 'leaving_rescue',
    event: 'instance.rescue_end_requested',
    saga: 'leave_rescue',
  })
}
