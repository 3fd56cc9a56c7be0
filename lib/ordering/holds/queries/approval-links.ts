import { and, eq, isNull } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { approvalLinks } from '~/db/schema/ordering/buying'
import type { Id } from '~/lib/kernel/ids'

export type ApprovalLinkRow = typeof approvalLinks.$inferSelect

export async function insertApprovalLink(tx: Tx, row: typeof approvalLinks.$inferInsert): Promise<void> {
  await tx.insert(approvalLinks).values(row)
}

/** The link, if it was sent to the account of the transaction. */
export async function findApprovalLink(tx: Tx, secretHash: string): Promise<ApprovalLinkRow | null> {
  const [row] = await tx.select().from(approvalLinks).where(eq(approvalLinks.secretHash, secretHash))
  return row ?? null
}

/** The links about an order open nothing any more: those of one person, or everybody's. */
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
