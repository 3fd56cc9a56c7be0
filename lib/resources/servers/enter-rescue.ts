import { authorize } from '~/lib/identity'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { type Requested, requestInstanceChange } from './request-instance-change'

/**
 * The stopped server is on its way to its rescue system: one of the image that it came from, with its disk in it,
 * for the console alone. It is billed as the stopped server that it is.
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
