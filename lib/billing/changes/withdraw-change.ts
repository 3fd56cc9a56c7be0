import type { z } from 'zod'
import { withStaff } from '~/db/client'
import { authorizeStaff } from '~/lib/identity'
import { DomainError } from '~/lib/kernel/errors'
import type { OpContext } from '~/lib/kernel/op-context'
import { closeAsWithdrawn } from './propose-change'
import { findSellerChange, lockChangeSubject } from './queries/seller-changes'
import type { withdrawSellerChangeInput } from './schema'

/**
 * The proposer withdraws a pending change; the current values stay.
 *
 * @throws DomainError `forbidden` (`proposal_of_another`), `not_found`, `state_forbids` (`change_decided`)
 */
export async function withdrawSellerChange(
  ctx: OpContext,
  { changeId }: z.output<typeof withdrawSellerChangeInput>,
): Promise<void> {
  const staffId = authorizeStaff(ctx, 'billing:settle')
  await withStaff(ctx, async (tx) => {
    const change = await findSellerChange(tx, changeId)
    if (!change) throw new DomainError('not_found')
    if (change.proposedByStaffId !== staffId)
      throw new DomainError('forbidden', { params: { reason: 'proposal_of_another' } })
    await lockChangeSubject(tx, change.subject)
    if (!(await closeAsWithdrawn(tx, ctx, staffId, change)))
      throw new DomainError('state_forbids', { params: { reason: 'change_decided' } })
  })
}
