import type { Tx } from '~/db/client'
import { auditEvents } from '~/db/schema/operations'

export type AuditRow = typeof auditEvents.$inferInsert

/** Append one audit row in the transaction of the change. */
export async function insertAuditEvent(tx: Tx, row: AuditRow): Promise<void> {
  await tx.insert(auditEvents).values(row)
}
