import { withShared } from '~/db/client'
import { countAllocationsOn, findHostForUpdate, updateHostState } from '~/db/queries/inventory/hosts'
import { recordAudit } from '~/lib/audit'
import { DomainError } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { authorizeInventoryChange } from './authorize-change'
import { hostCan } from './client'
import type { ChangeHostStateInput } from './schema'

/**
 * The host is in the state asked, with the reason. From then on it is a candidate for new orders only
 * when in service; what already runs on it is left alone.
 *
 * @throws DomainError `not_found`, `state_forbids` with the reason
 */
export async function changeHostState(ctx: OpContext, input: ChangeHostStateInput): Promise<void> {
  authorizeInventoryChange(ctx)
  const hostId = input.hostId as Id<'host'>
  await withShared(ctx, async (tx) => {
    const host = await findHostForUpdate(tx, hostId)
    if (!host) throw new DomainError('not_found')
    const allocations = await countAllocationsOn(tx, hostId)
    const decision = hostCan.move({ state: host.state, allocations }, input.to)
    if (!decision.allowed) {
      throw new DomainError('state_forbids', {
        field: 'to',
        params: { reason: decision.reason, state: host.state },
      })
    }
    await updateHostState(tx, hostId, { state: input.to, stateReason: input.reason, stateChangedAt: ctx.now })
    await recordAudit(tx, ctx, 'host.state_changed', {
      organisationId: null,
      kind: 'host',
      id: hostId,
      details: { from: host.state, to: input.to, reason: input.reason, allocations },
    })
  })
}
