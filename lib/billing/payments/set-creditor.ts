import type { z } from 'zod'
import type { Tx } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { requireFreshProof } from '~/lib/identity'
import { DomainError, invariant } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import type { Changeable } from '../changes/changeable'
import { proposeChange, withdrawOwnProposal } from '../changes/propose-change'
import { lockChangeSubject } from '../changes/queries/seller-changes'
import type { ChangeOutcome } from '../changes/views'
import { authorizeSettling, inBooks } from './in-books'
import { findCreditorOf, findDefaultSeller, upsertCreditor } from './queries/mandates'
import type { setCreditorInput } from './schema'

type Creditor = z.output<typeof setCreditorInput>

/**
 * Sets the seller's creditor identity and notice period, stated in mandates signed from now on. A different identifier
 * waits for a second approver (`decideSellerChange`); the first one takes effect at once, because no customer is
 * debited yet. When the proposer of another one saves the current one, the proposal is withdrawn.
 *
 * @throws DomainError `forbidden`, `proof_required`, `state_forbids` (`no_seller_account`: configure its account first)
 */
export async function setCreditor(ctx: OpContext, creditor: Creditor): Promise<ChangeOutcome> {
  const staffId = authorizeSettling(ctx)
  if (staffId) await requireFreshProof(ctx)
  return inBooks(ctx, async (tx) => {
    await lockChangeSubject(tx, 'creditor')
    const sellingEntityId = await findDefaultSeller(tx)
    if (!sellingEntityId) throw new DomainError('state_forbids', { params: { reason: 'no_seller_account' } })
    const known = await findCreditorOf(tx, sellingEntityId)
    const { identifier, noticeDays } = creditor
    const isAnother = known !== null && known.identifier !== identifier
    const isWaiting = staffId !== null && isAnother
    const inForce = isWaiting ? { identifier: known.identifier, noticeDays } : creditor
    if (known?.identifier !== inForce.identifier || known.noticeDays !== noticeDays)
      await save(tx, ctx, sellingEntityId, inForce)
    if (!isWaiting) {
      if (staffId) await withdrawOwnProposal(tx, ctx, staffId, 'creditor')
      return { outcome: 'saved' }
    }
    await proposeChange(tx, ctx, staffId, {
      subject: 'creditor',
      before: { identifier: known.identifier },
      after: { identifier },
    })
    return { outcome: 'proposed' }
  })
}

/** The creditor identifier as a setting that takes two people to change. */
export const creditorChange: Changeable = {
  read: async (tx) => {
    const sellingEntityId = await findDefaultSeller(tx)
    const known = sellingEntityId && (await findCreditorOf(tx, sellingEntityId))
    return known ? { identifier: known.identifier } : {}
  },
  apply: async (tx, ctx, { after }) => {
    const sellingEntityId = await findDefaultSeller(tx)
    const known = sellingEntityId && (await findCreditorOf(tx, sellingEntityId))
    invariant(
      sellingEntityId && known && after.identifier,
      'a change is proposed of a creditor that is declared',
    )
    await save(tx, ctx, sellingEntityId, { identifier: after.identifier, noticeDays: known.noticeDays })
  },
}

async function save(tx: Tx, ctx: OpContext, sellingEntityId: Id<'sellingEntity'>, creditor: Creditor) {
  const { identifier, noticeDays } = creditor
  await upsertCreditor(tx, {
    sellingEntityId,
    creditorIdentifier: identifier,
    noticeDays,
    updatedAt: ctx.now,
  })
  await recordAudit(tx, ctx, 'creditor.set', {
    organisationId: null,
    kind: 'seller',
    id: sellingEntityId,
    details: { identifier, noticeDays },
  })
}
