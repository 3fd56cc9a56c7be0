import { withStaff } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { authorizeStaff, requireAnotherPerson } from '~/lib/identity'
import { DomainError } from '~/lib/kernel/errors'
import type { OpContext } from '~/lib/kernel/op-context'
import { findBilledMonth } from '../queries/subjects'
import { creditClosedMonth } from './credit-closed-month'
import { lockBilling } from './draft-service-credits'
import * as queries from './queries/service-credits'
import type { DecideServiceCreditInput } from './schema'

/**
 * Confirms a credit above the limit, which grants it (by a credit note at once when its month is invoiced, otherwise on
 * the invoice), or refuses it with a reason that the customer reads.
 *
 * @throws DomainError `not_found`, `state_forbids` once it is decided, `forbidden` for the person who requested the
 * recalculation
 */
export async function decideServiceCredit(ctx: OpContext, input: DecideServiceCreditInput): Promise<void> {
  const staffId = authorizeStaff(ctx, 'billing:credit')
  await withStaff(ctx, async (tx) => {
    const organisationId = await queries.findCreditOrganisation(tx, input.creditId)
    if (!organisationId) throw new DomainError('not_found')
    await lockBilling(tx, ctx.now, organisationId)
    const credit = await queries.findCreditForUpdate(tx, input.creditId)
    if (credit?.state !== 'awaiting_confirmation') throw new DomainError('state_forbids')
    if (credit.requestedByStaffId) await requireAnotherPerson(tx, staffId, credit.requestedByStaffId)
    const isConfirmed = input.decision === 'confirmed'
    await queries.updateCredit(tx, credit.id, {
      state: isConfirmed ? 'drafted' : 'refused',
      decidedByStaffId: staffId,
      decidedAt: ctx.now,
      decisionReason: isConfirmed ? null : input.reason,
    })
    await recordAudit(tx, ctx, isConfirmed ? 'service_credit.confirmed' : 'service_credit.refused', {
      organisationId,
      kind: 'service_credit',
      id: credit.id,
      details: {
        netCents: credit.amountCents.toString(),
        ...(!isConfirmed && { reason: input.reason }),
      },
    })
    const { period } = credit
    if (isConfirmed && (await findBilledMonth(tx, organisationId, period)))
      await creditClosedMonth(tx, ctx, { organisationId, period })
  })
}
