import { authorize } from '~/lib/identity'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { type Requested, requestInstanceChange } from './request-instance-change'

/** Stops the server: `stopping`, then stopped. @throws DomainError `not_found`, `state_forbids` */
export async function stopInstance(
  ctx: OpContext,
  input: { instanceId: Id<'instance'> },
): Promise<Requested> {
  authorize(ctx, 'instance:operate')
  return requestInstanceChange(ctx, input.instanceId, {
    action: 'stop',
    to: 'stopping',
    event: 'instance.stop_requested',
    saga: 'stop_instance',
  })
}
