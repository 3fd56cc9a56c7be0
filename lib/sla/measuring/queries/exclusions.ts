import { and, eq, gt, isNull, lt, ne, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { maintenanceResources, maintenanceWindows } from '~/db/schema/incidents'
import { excludedResources, exclusionDecisions } from '~/db/schema/sla/sla'

/** Announced work on these resources that overlaps half-open `[from, to)`, with its actual end when it ended early. */
export async function listMaintenanceOf(tx: Tx, subjectIds: readonly string[], from: Date, to: Date) {
  if (subjectIds.length === 0) return []
  return tx
    .select({
      subjectId: maintenanceResources.subjectId,
      maintenanceId: maintenanceWindows.id,
      toldAt: maintenanceResources.toldAt,
      startsAt: maintenanceWindows.startsAt,
      endsAt: maintenanceWindows.endsAt,
      endedAt: maintenanceWindows.endedAt,
    })
    .from(maintenanceResources)
    .innerJoin(maintenanceWindows, eq(maintenanceWindows.id, maintenanceResources.maintenanceId))
    .where(
      and(
        sql`${maintenanceResources.subjectId} = any(string_to_array(${subjectIds.join(',')}, ','))`,
        ne(maintenanceWindows.state, 'cancelled'),
        gt(maintenanceWindows.endsAt, from),
        lt(maintenanceWindows.startsAt, to),
      ),
    )
}

/** Announced work on whole zones that overlaps half-open `[from, to)`. */
export async function listMaintenanceOfZones(tx: Tx, from: Date, to: Date) {
  return tx
    .select({
      subjectId: maintenanceWindows.domainId,
      maintenanceId: maintenanceWindows.id,
      toldAt: maintenanceWindows.announcedAt,
      startsAt: maintenanceWindows.startsAt,
      endsAt: maintenanceWindows.endsAt,
      endedAt: maintenanceWindows.endedAt,
    })
    .from(maintenanceWindows)
    .where(
      and(
        eq(maintenanceWindows.domain, 'zone'),
        ne(maintenanceWindows.state, 'cancelled'),
        gt(maintenanceWindows.endsAt, from),
        lt(maintenanceWindows.startsAt, to),
      ),
    )
}

const decided = {
  exclusionId: exclusionDecisions.id,
  fromAt: exclusionDecisions.fromAt,
  toAt: exclusionDecisions.toAt,
}

/** Decisions in force that exclude something of these resources from half-open `[from, to)`. */
export async function listDecisionsOf(tx: Tx, subjectIds: readonly string[], from: Date, to: Date) {
  if (subjectIds.length === 0) return []
  return tx
    .select({ subjectId: excludedResources.subjectId, ...decided })
    .from(excludedResources)
    .innerJoin(exclusionDecisions, eq(exclusionDecisions.id, excludedResources.exclusionId))
    .where(
      and(
        sql`${excludedResources.subjectId} = any(string_to_array(${subjectIds.join(',')}, ','))`,
        isNull(exclusionDecisions.revokedAt),
        gt(exclusionDecisions.toAt, from),
        lt(exclusionDecisions.fromAt, to),
      ),
    )
}

/** Decisions in force about whole zones. */
export async function listDecisionsOfZones(tx: Tx, from: Date, to: Date) {
  return tx
    .select({ subjectId: exclusionDecisions.scopeId, ...decided })
    .from(exclusionDecisions)
    .where(
      and(
        eq(exclusionDecisions.scopeKind, 'zone'),
        isNull(exclusionDecisions.revokedAt),
        gt(exclusionDecisions.toAt, from),
        lt(exclusionDecisions.fromAt, to),
      ),
    )
}
