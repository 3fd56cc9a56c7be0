import { withStaff } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { authorizeStaff, requireFreshProof } from '~/lib/identity'
import { invariant } from '~/lib/kernel/errors'
import type { OpContext } from '~/lib/kernel/op-context'
import { recordHostState } from '../record-host-state'
import { assertLoss, lockLostHost } from './lock-lost-host'
import { lossCan } from './loss-can'
import { updateLoss } from './queries/losses'
import type { LostHostInput } from './schema'

/**
 * Withdraws a declaration that has cost no server yet. The host is then under maintenance.
 *
 * @throws DomainError `proof_required`, `not_found`, `state_forbids` with the reason
 */
export function withdrawHostLoss(ctx: OpContext, input: LostHostInput): Promise<void> {
  return endLoss(ctx, input, 'withdraw', 'Déclaration de perte retirée')
}

/**
 * Records that a lost host was wiped and connected anew. It is then under maintenance, and silent until a worker finds it
 * answering.
 *
 * @throws DomainError `proof_required`, `not_found`, `state_forbids` with the reason
 */
export function reuseLostHost(ctx: OpContext, input: LostHostInput): Promise<void> {
  return endLoss(ctx, input, 'reuse', 'Effacé et raccordé de nouveau')
}

const events = { withdraw: 'host.loss_withdrawn', reuse: 'host.loss_ended' } as const

async function endLoss(
  ctx: OpContext,
  { hostId }: LostHostInput,
  action: 'withdraw' | 'reuse',
  reason: string,
): Promise<void> {
  const staffId = authorizeStaff(ctx, 'inventory:change')
  await requireFreshProof(ctx)
  await withStaff(ctx, async (tx) => {
    const { host, loss, facts } = await lockLostHost(tx, hostId)
    assertLoss(lossCan[action](facts), action)
    invariant(loss, 'a loss that ends is open')
    await updateLoss(tx, loss.id, { endedByStaffId: staffId, endedAt: ctx.now })
    await recordHostState(tx, ctx, host.id, facts, { state: 'maintenance', reason })
    await recordAudit(tx, ctx, events[action], {
      organisationId: null,
      kind: 'host',
      id: host.id,
      details: { lossId: loss.id },
    })
  })
}
