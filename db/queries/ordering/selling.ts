import type { Tx } from '~/db/client'
import { sellingEntities } from '~/db/schema/ordering'

export async function insertSellingEntity(tx: Tx, row: typeof sellingEntities.$inferInsert): Promise<void> {
  await tx.insert(sellingEntities).values(row)
}
