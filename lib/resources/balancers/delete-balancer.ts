import { withOrganisation } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { authorize, requireFreshProof } from '~/lib/identity'
import { DomainError } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { recordSaga } from '../sagas/record-saga'
import { balancerCan } from './balancer-can'
import { changeBalancerState } from './change-balancer-state'
import { lockBalancerRow } from './queries/balancers'

/**
 * Starts deleting the balancer, or removes one that could not be made (`sagaId` null): its servers stay, and so does its
 * public address, reserved.
 *
 * @throws DomainError `proof_required`, `not_found`, `state_forbids`, `recovery_in_progress`
 */
export async function deleteBalancer(
  ctx: OpContext,
  { balancerId }: { balancerId: Id<'balancer'> },
): Promise<{ sagaId: Id<'saga'> | null }> {
  authorize(ctx, 'instance:delete')
  await requireFreshProof(ctx)
  return withOrganisation(ctx, async (tx, organisationId) => {
    const row = await lockBalancerRow(tx, balancerId)
    if (!row) throw new DomainError('not_found')
    authorize(ctx, 'instance:delete', row.projectId)
    const { name } = await changeBalancerState(tx, ctx, balancerId, {
      from: balancerCan.delete,
      to: row.state === 'failed' ? 'deleted' : 'deleting',
      effectiveAt: ctx.now,
    })
    await recordAudit(tx, ctx, 'balancer.deletion_requested', {
      organisationId,
      kind: 'balancer',
      id: balancerId,
      details: { name },
    })
    // Nothing of a failed one is on the hypervisor, and nothing was billed.
    if (row.state === 'failed') return { sagaId: null }
    const saga = { kind: 'delete_balancer', resourceKind: 'balancer', resourceId: balancerId } as const
    return { sagaId: await recordSaga(tx, ctx, { ...saga, organisationId, input: {} }) }
  })
}
