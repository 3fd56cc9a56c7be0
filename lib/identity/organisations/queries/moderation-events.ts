import type { Tx } from '~/db/client'
import { moderationEvents } from '~/db/schema/identity/identity'

export async function insertModerationEvent(
  tx: Tx,
  row: typeof moderationEvents.$inferInsert,
): Promise<void> {
  await tx.insert(moderationEvents).values(row)
}
