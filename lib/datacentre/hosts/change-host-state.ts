import { withShared } from '~/db/client'
import { DomainError } from '~/lib/kernel/errors'
import type { OpContext } from '~/lib/kernel/op-context'
import { authorizeInventoryChange } from '../authorize-change'
import { hostCan } from './host-states'
import { findOpenLoss } from './losses/queries/losses'
import { lockHost, recordHostState } from './record-host-state'
import type { ChangeHostStateInput } from './schema'

/**
 * Sets the host's state, with a reason. Only hosts in service get new orders; running servers are not affected.
 *
 * @throws DomainError `not_found`, `state_forbids` with the reason
 */
export async function changeHostState(ctx: OpContext, input: ChangeHostStateInput): Promise<void> {
  authorizeInventoryChange(ctx)
  const { hostId } = input
  await withShared(ctx, async (tx) => {
    const host = await lockHost(tx, hostId)
    if (await findOpenLoss(tx, hostId))
      throw new DomainError('state_forbids', { params: { reason: 'host_declared_lost' } })
    const decision = hostCan.move(host, input.to)
    if (!decision.allowed) {
      throw new DomainError('state_forbids', {
        field: 'to',
        params: { reason: decision.reason, state: host.state },
      })
    }
    await recordHostState(tx, ctx, hostId, host, { state: input.to, reason: input.reason })
  })
}
