import { eq } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { sellingEntities } from '~/db/schema/ordering'

export async function insertSellingEntity(tx: Tx, row: typeof sellingEntities.$inferInsert): Promise<void> {
  await tx.insert(sellingEntities).values(row)
}

/** Who sells here, or null while nobody declared it. */
export async function findDefaultSeller(tx: Tx) {
  const [row] = await tx
    .select({
      legalName: sellingEntities.legalName,
      siren: sellingEntities.siren,
      vatNumber: sellingEntities.vatNumber,
    })
    .from(sellingEntities)
    .where(eq(sellingEntities.isDefault, 'yes'))
    .limit(1)
  return row ?? null
}
