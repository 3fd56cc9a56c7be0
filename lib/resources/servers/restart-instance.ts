import { authorize } from '~/lib/identity'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { type Requested, requestInstanceChange } from './request-instance-change'

/** Restarts the server: `restarting`, then running. @throws DomainError `not_found`, `state_forbids` */
export async function restartInstance(
  ctx: OpContext,
  input: { instanceId: Id<'instance'> },
): Promise<Requested> {
  authorize(ctx, 'instance:operate')
  return requestInstanceChange(ctx, input.instanceId, {
    action: 'restart',
    to: 'restarting',
    event: 'instance.restart_requested',
    saga: 'restart_instance',
  })
}
