import type { Tx } from '~/db/client'
import { DomainError, invariant } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { authorize } from '../authorize'
import { memberPermissions } from '../permissions'
import { refuseOwnOrder } from './own-order'
import { countOtherApprovers, findSelfApproval } from './queries/rights'

/**
 * Checks that this person may decide about an order of this project placed by this account: first the role, then that
 * ordering and approving are separate people.
 *
 * @throws DomainError `forbidden`; with `reason` `own_order` or `others_approve` for one's own order
 */
export async function authorizeApproval(
  tx: Tx,
  ctx: OpContext,
  order: { projectId: Id<'project'>; placedByAccountId: Id<'account'> | null },
): Promise<void> {
  const organisationId = authorize(ctx, 'order:approve', order.projectId)
  invariant(ctx.actor.kind === 'account', 'authorize lets accounts pass only')
  const { accountId } = ctx.actor
  const { projectId } = order
  const roles = memberPermissions['order:approve']
  const isOwnOrder = order.placedByAccountId === accountId
  const reason = refuseOwnOrder({
    isOwnOrder,
    isExceptionSet: isOwnOrder && (await findSelfApproval(tx, organisationId)) !== null,
    otherApprovers: isOwnOrder
      ? await countOtherApprovers(tx, organisationId, { accountId, projectId, roles })
      : 0,
  })
  if (reason) throw new DomainError('forbidden', { params: { permission: 'order:approve', reason } })
}
