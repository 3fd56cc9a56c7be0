import { and, eq, gte } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { auditEvents } from '~/db/schema/operations'
import type { Id } from '~/lib/kernel/ids'

/** Whether this person already viewed the organisation since `since`: one visit is one entry. */
export async function wasViewedSince(
  tx: Tx,
  organisationId: Id<'organisation'>,
  staffId: Id<'staff'>,
  since: Date,
): Promise<boolean> {
  const rows = await tx
    .select({ id: auditEvents.id })
    .from(auditEvents)
    .where(
      and(
        eq(auditEvents.organisationId, organisationId),
        eq(auditEvents.event, 'organisation.viewed_by_staff'),
        eq(auditEvents.actorId, staffId),
        gte(auditEvents.occurredAt, since),
      ),
    )
    .limit(1)
  return rows.length > 0
}
