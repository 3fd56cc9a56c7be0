import type { z } from 'zod'
import { withStaff } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { authorizeStaff, requireAnotherPerson, requireFreshProof } from '~/lib/identity'
import { DomainError } from '~/lib/kernel/errors'
import type { OpContext } from '~/lib/kernel/op-context'
import { cardProviderChange } from '../cards/set-provider'
import { connectionChange } from '../delivery/set-connection'
import { sellerAccountChange } from '../invoices/define-seller'
import { creditorChange } from '../payments/set-creditor'
import type { Changeable } from './changeable'
import { isDeepEqual } from './propose-change'
import {
  type ChangeSubject,
  closeSellerChange,
  findSellerChange,
  lockChangeSubject,
} from './queries/seller-changes'
import type { decideSellerChangeInput } from './schema'

const changeables: Record<ChangeSubject, Changeable> = {
  seller: sellerAccountChange,
  creditor: creditorChange,
  card_provider: cardProviderChange,
  connection_chorus_pro: connectionChange('chorus_pro'),
  connection_platform: connectionChange('platform'),
}

/**
 * A second approver accepts a change of where the seller's money or documents go, which then takes effect, or rejects
 * it. The id names exactly what was seen: a proposal's row is immutable, and a later proposal replaces it.
 *
 * @throws DomainError `forbidden` (also for the proposer), `proof_required`, `not_found`, `state_forbids`
 * (`change_decided`: decided or replaced in the meantime; `changed_meanwhile`: the current value is no longer the one
 * the proposal replaces)
 */
export async function decideSellerChange(
  ctx: OpContext,
  { changeId, decision }: z.output<typeof decideSellerChangeInput>,
): Promise<void> {
  const staffId = authorizeStaff(ctx, 'billing:settle')
  await requireFreshProof(ctx)
  await withStaff(ctx, async (tx) => {
    const change = await findSellerChange(tx, changeId)
    if (!change) throw new DomainError('not_found')
    const { subject, before, after } = change
    await lockChangeSubject(tx, subject)
    await requireAnotherPerson(tx, staffId, change.proposedByStaffId)
    const isClosed = await closeSellerChange(tx, changeId, {
      state: decision,
      decidedByStaffId: staffId,
      decidedAt: ctx.now,
    })
    if (!isClosed) throw new DomainError('state_forbids', { params: { reason: 'change_decided' } })
    await recordAudit(tx, ctx, decision === 'agreed' ? 'seller_change.agreed' : 'seller_change.refused', {
      organisationId: null,
      kind: 'seller_change',
      id: changeId,
      details: { subject, from: before, to: after },
    })
    if (decision === 'refused') return
    const changeable = changeables[subject]
    if (!isDeepEqual(await changeable.read(tx), before))
      throw new DomainError('state_forbids', { params: { reason: 'changed_meanwhile' } })
    await changeable.apply(tx, ctx, change)
  })
}
