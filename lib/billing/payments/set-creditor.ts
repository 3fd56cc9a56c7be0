import type { z } from 'zod'
import { findDefaultSeller, upsertCreditor } from '~/db/queries/billing/mandates'
import { recordAudit } from '~/lib/audit'
import { requireFreshProof } from '~/lib/identity'
import { DomainError } from '~/lib/kernel/errors'
import type { OpContext } from '~/lib/kernel/op-context'
import { authorizeSettling, inBooks } from './in-books'
import type { setCreditorInput } from './schema'

/**
 * As whom the seller collects, and how long before it tells: mandates signed from now on name it.
 *
 * @throws DomainError `forbidden`, `state_forbids` (`no_seller_account`: its account is declared first)
 */
export async function setCreditor(
  ctx: OpContext,
  { identifier, noticeDays }: z.output<typeof setCreditorInput>,
): Promise<void> {
  if (authorizeSettling(ctx)) await requireFreshProof(ctx)
  await inBooks(ctx, async (tx) => {
    const sellingEntityId = await findDefaultSeller(tx)
    if (!sellingEntityId) throw new DomainError('state_forbids', { params: { reason: 'no_seller_account' } })
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
  })
}
