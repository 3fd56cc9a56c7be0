import { withStaff } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { authorizeStaff, requireAnotherPerson, requireFreshProof } from '~/lib/identity'
import { DomainError, invariant } from '~/lib/kernel/errors'
import type { OpContext } from '~/lib/kernel/op-context'
import { assertLoss, lockLostHost } from './lock-lost-host'
import { lossCan } from './loss-can'
import { updateLoss } from './queries/losses'
import type { ConfirmHostLossInput } from './schema'

/**
 * Confirms, by another person, that the host is off. Workers then have its hypervisor give up its records, and mark its
 * servers as lost.
 *
 * @throws DomainError `proof_required`, `not_found`, `forbidden` for the person who declared it, `invalid_input`
 * (`name`), `conflict` when another declaration was on the screen, `state_forbids` with the reason
 */
export async function confirmHostLoss(ctx: OpContext, input: ConfirmHostLossInput): Promise<void> {
  const staffId = authorizeStaff(ctx, 'inventory:change')
  await requireFreshProof(ctx)
  await withStaff(ctx, async (tx) => {
    const { host, loss, facts } = await lockLostHost(tx, input.hostId)
    assertLoss(lossCan.confirm(facts), 'confirm')
    invariant(loss, 'a loss that may be confirmed was declared')
    if (loss.id !== input.lossId) throw new DomainError('conflict')
    await requireAnotherPerson(tx, staffId, loss.declaredByStaffId)
    if (input.name !== host.name)
      throw new DomainError('invalid_input', { field: 'name', params: { reason: 'name_differs' } })
    await updateLoss(tx, loss.id, { confirmedByStaffId: staffId, confirmedAt: ctx.now })
    await recordAudit(tx, ctx, 'host.loss_confirmed', {
      organisationId: null,
      kind: 'host',
      id: host.id,
      details: { lossId: loss.id, allocations: facts.allocations },
    })
  })
}
