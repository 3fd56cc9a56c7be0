import { withStaff } from '~/db/client'
import { authorizeStaff, readSamePeople } from '~/lib/identity'
import type { OpContext } from '~/lib/kernel/op-context'
import { listOpenSellerChanges } from './queries/seller-changes'
import type { SellerChangeView } from './views'

/** Pending changes of where the seller's money and documents go. */
export async function listSellerChanges(ctx: OpContext): Promise<SellerChangeView[]> {
  const staffId = authorizeStaff(ctx, 'billing:inspect')
  const { rows, isSame } = await withStaff(ctx, async (tx) => {
    const open = await listOpenSellerChanges(tx)
    const proposers = open.map(({ proposedByStaffId }) => proposedByStaffId)
    return { rows: open, isSame: await readSamePeople(tx, staffId, proposers) }
  })
  return rows.map(({ id, subject, before, after, proposedByStaffId, proposedBy, proposedAt }) => ({
    id,
    subject,
    facts: Object.entries(after)
      .filter(([name, to]) => before[name] !== to)
      .map(([name, to]) => ({ name, from: before[name] ?? null, to })),
    hasSecret: subject !== 'seller' && subject !== 'creditor',
    proposedBy,
    proposedAt: proposedAt.toISOString(),
    isOwn: proposedByStaffId === staffId,
    needsAnother: isSame(proposedByStaffId),
  }))
}
