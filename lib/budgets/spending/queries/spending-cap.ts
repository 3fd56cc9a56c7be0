import { eq } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { organisations } from '~/db/schema/identity/identity'
import type { Id } from '~/lib/kernel/ids'

/**
 * The cap on an organisation's monthly commitment in cents; null without one. The row is locked so that
 * concurrent requests add up, in a mode that still allows foreign keys: other transactions can insert rows of
 * the organisation meanwhile.
 */
export async function lockSpendingCap(tx: Tx, organisationId: Id<'organisation'>): Promise<bigint | null> {
  const [row] = await tx
    .select({ cap: organisations.spendingCapCents })
    .from(organisations)
    .where(eq(organisations.id, organisationId))
    .for('no key update')
  return row?.cap ?? null
}
