import { withOrganisation } from '~/db/client'
import { lockVolume } from '~/lib/compute'
import { authorize } from '~/lib/identity'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import type { Requested } from './request-instance-change'
import { requestSnapshot } from './request-snapshot'

/**
 * The snapshot is `creating` and its room claimed. Billing starts when the hypervisor says that it was taken.
 *
 * @throws DomainError `not_found`, `state_forbids`, `name_taken`, `insufficient_capacity`, `quota_exceeded`,
 *   `spending_cap_exceeded`, `budget_exceeded`
 */
export async function takeSnapshot(
  ctx: OpContext,
  input: { volumeId: Id<'volume'>; name: string },
): Promise<Requested & { snapshotId: Id<'snapshot'> }> {
  authorize(ctx, 'instance:operate')
  return withOrganisation(ctx, async (tx) =>
    requestSnapshot(tx, ctx, await lockVolume(tx, input.volumeId), { name: input.name, scheduledFor: null }),
  )
}
