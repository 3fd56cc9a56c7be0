import { and, eq } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { installationFacts } from '~/db/schema/operations'
import { sellingEntities } from '~/db/schema/ordering/ordering'
import type { Id } from '~/lib/kernel/ids'

export type SellerRow = typeof sellingEntities.$inferSelect

export async function insertSellingEntity(tx: Tx, row: typeof sellingEntities.$inferInsert): Promise<void> {
  await tx.insert(sellingEntities).values(row)
}

export async function updateSellingEntity(
  tx: Tx,
  id: Id<'sellingEntity'>,
  row: Omit<typeof sellingEntities.$inferInsert, 'id'>,
): Promise<void> {
  await tx.update(sellingEntities).set(row).where(eq(sellingEntities.id, id))
}

/** The selling company, or null before it is declared. */
export async function findDefaultSeller(tx: Tx): Promise<SellerRow | null> {
  const [row] = await tx.select().from(sellingEntities).where(eq(sellingEntities.isDefault, true)).limit(1)
  return row ?? null
}

export async function findDefaultSellerForUpdate(tx: Tx): Promise<SellerRow | null> {
  const [row] = await tx
    .select()
    .from(sellingEntities)
    .where(eq(sellingEntities.isDefault, true))
    .limit(1)
    .for('update')
  return row ?? null
}

/** Whether this installation contains the demonstration data. */
export async function findIsDemonstration(tx: Tx): Promise<boolean> {
  const rows = await tx
    .select({ name: installationFacts.name })
    .from(installationFacts)
    .where(
      and(eq(installationFacts.name, 'demonstration_seeded_at'), eq(installationFacts.isDemonstration, true)),
    )
  return rows.length > 0
}
