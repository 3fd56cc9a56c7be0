import { desc, eq, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { staffAccounts } from '~/db/schema/identity'
import { auditEvents } from '~/db/schema/operations'

/** What was recorded of a host, newest first, with the name of who did it. */
export async function listHostEvents(tx: Tx, hostId: string, limit: number) {
  return tx
    .select({
      id: auditEvents.id,
      event: auditEvents.event,
      actorKind: auditEvents.actorKind,
      actorName: staffAccounts.fullName,
      details: auditEvents.details,
      occurredAt: auditEvents.occurredAt,
    })
    .from(auditEvents)
    .leftJoin(staffAccounts, eq(staffAccounts.id, sql`${auditEvents.actorId}`))
    .where(eq(auditEvents.subjectId, hostId))
    .orderBy(desc(auditEvents.occurredAt), desc(auditEvents.id))
    .limit(limit)
}
