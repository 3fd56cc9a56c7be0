import { and, eq } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { orderDrafts } from '~/db/schema/ordering/buying'
import type { Id } from '~/lib/kernel/ids'

const of = (organisationId: Id<'organisation'>, accountId: Id<'account'>) =>
  and(eq(orderDrafts.organisationId, organisationId), eq(orderDrafts.accountId, accountId))

export async function findDraft(tx: Tx, organisationId: Id<'organisation'>, accountId: Id<'account'>) {
  const [row] = await tx
    .select({ content: orderDrafts.content, updatedAt: orderDrafts.updatedAt })
    .from(orderDrafts)
    .where(of(organisationId, accountId))
  return row ?? null
}

export async function keepDraft(tx: Tx, row: typeof orderDrafts.$inferInsert): Promise<void> {
  const { content, updatedAt } = row
  await tx
    .insert(orderDrafts)
    .values(row)
    .onConflictDoUpdate({
      target: [orderDrafts.organisationId, orderDrafts.accountId],
      set: { content, updatedAt },
    })
}

export async function deleteDraft(
  tx: Tx,
  organisationId: Id<'organisation'>,
  accountId: Id<'account'>,
): Promise<void> {
  await tx.delete(orderDrafts).where(of(organisationId, accountId))
}
