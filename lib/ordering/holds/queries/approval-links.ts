import { and, eq, isNull } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { approvalLinks } from '~/db/schema/ordering/buying'
import type { Id } from '~/lib/kernel/ids'

export type ApprovalLinkRow = typeof approvalLinks.$inferSelect

export async function insertApprovalLink(tx: Tx, row: typeof approvalLinks.$inferInsert): Promise<void> {
  await tx.insert(approvalLinks).values(row)
}

/** The link, if it was sent to the transaction's account. */
export async function findApprovalLink(tx: Tx, secretHash: string): Promise<ApprovalLinkRow | null> {
  const [row] = await tx.select().from(approvalLinks).where(eq(approvalLinks.secretHash, secretHash))
  return row ?? null
}

/** Invalidates the links about an order: those of one person, or all of them. */
export async function spendApprovalLinks(
  tx: Tx,
  orderId: Id<'order'>,
  now: Date,
  accountId?: Id<'account'>,
): Promise<void> {
  await tx
    .update(approvalLinks)
    .set({ spentAt: now })
    .where(
      and(
        eq(approvalLinks.orderId, orderId),
        isNull(approvalLinks.spentAt),
        accountId ? eq(approvalLinks.accountId, accountId) : undefined,
      ),
    )
}
