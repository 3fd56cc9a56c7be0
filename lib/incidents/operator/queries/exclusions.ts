import { and, asc, eq, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { excludedResources, exclusionDecisions } from '~/db/schema/sla/sla'
import type { Id } from '~/lib/kernel/ids'

type ExclusionRow = typeof exclusionDecisions.$inferSelect

export async function insertExclusion(
  tx: Tx,
  row: ExclusionRow,
  resources: readonly { subjectId: string; organisationId: Id<'organisation'> }[],
): Promise<void> {
  await tx.insert(exclusionDecisions).values(row)
  // Passed as arrays: a zone contains more resources than a statement accepts parameters.
  const covered = JSON.stringify(
    resources.map(({ subjectId, organisationId }) => [subjectId, organisationId]),
  )
  await tx.execute(sql`
    insert into ${excludedResources} (exclusion_id, subject_id, organisation_id)
    select ${row.id}, r ->> 0, r ->> 1 from json_array_elements(${covered}::json) r`)
}

export async function lockExclusion(tx: Tx, id: Id<'exclusion'>): Promise<ExclusionRow | null> {
  const [row] = await tx
    .select()
    .from(exclusionDecisions)
    .where(eq(exclusionDecisions.id, id))
    .for('no key update')
  return row ?? null
}

export async function revokeExclusion(
  tx: Tx,
  id: Id<'exclusion'>,
  set: { revokedByStaffId: Id<'staff'>; revokedAt: Date },
): Promise<void> {
  await tx.update(exclusionDecisions).set(set).where(eq(exclusionDecisions.id, id))
}

/** Exclusions of an incident, oldest first. */
export async function listExclusions(tx: Tx, incidentId: Id<'incident'>) {
  return tx
    .select({
      exclusion: exclusionDecisions,
      resources: sql<number>`(select count(*)::int from ${excludedResources} r where r.exclusion_id = ${exclusionDecisions.id})`,
    })
    .from(exclusionDecisions)
    .where(and(eq(exclusionDecisions.scopeKind, 'incident'), eq(exclusionDecisions.scopeId, incidentId)))
    .orderBy(asc(exclusionDecisions.decidedAt))
}

/** Exclusions as customers may read them: without who decided. */
export async function listOwnExclusions(tx: Tx, incidentId: Id<'incident'>) {
  const { id, fromAt, toAt, reason, decidedAt, revokedAt } = exclusionDecisions
  return tx
    .select({ id, fromAt, toAt, reason, decidedAt, revokedAt })
    .from(exclusionDecisions)
    .where(and(eq(exclusionDecisions.scopeKind, 'incident'), eq(exclusionDecisions.scopeId, incidentId)))
    .orderBy(asc(exclusionDecisions.decidedAt))
}
