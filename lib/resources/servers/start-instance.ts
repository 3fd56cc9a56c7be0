import { authorize } from '~/lib/identity'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { type Requested, requestInstanceChange } from './request-instance-change'

/** Starts the server: `starting`, then running. @throws DomainError `not_found`, `state_forbids` */
export async function startInstance(
  ctx: OpContext,
  input: { instanceId: Id<'instance'> },
): Promise<Requested> {
  authorize(ctx, 'instance:operate')
  return requestInstanceChange(ctx, input.instanceId, {
    action: 'start',
    to: 'starting',
    event: 'instance.start_requested',
    saga: 'start_instance',
  })
}
