import { authorize } from '~/lib/identity'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { type Requested, requestInstanceChange } from './request-instance-change'

/**
 * Starts the rescue system of a stopped server: its original image with its disk attached, reachable only by
 * the console. It is billed as a stopped server.
 *
 * @throws DomainError `not_found`, `state_forbids`
 */
export async function enterRescue(ctx: OpContext, input: { instanceId: Id<'instance'> }): Promise<Requested> {
  authorize(ctx, 'instance:operate')
  return requestInstanceChange(ctx, input.instanceId, {
    action: 'enterRescue',
    to: 'entering_rescue',
    event: 'instance.rescue_requested',
    saga: 'enter_rescue',
  })
}
