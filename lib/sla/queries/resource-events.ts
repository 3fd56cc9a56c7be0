import { and, asc, desc, eq, gt, gte, inArray, isNull, lt, lte, ne, notInArray, or, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { serviceCredits } from '~/db/schema/billing/service-credits'
import { incidentResources, incidents, maintenanceResources, maintenanceWindows } from '~/db/schema/incidents'
import { auditEvents } from '~/db/schema/operations'
import { stateTransitions } from '~/db/schema/resources/compute'

/** Incidents that affected these resources within half-open `[from, to)`, newest first: a row per resource. */
export async function listIncidentsOf(tx: Tx, subjectIds: readonly string[], from: Date, to: Date) {
  if (subjectIds.length === 0) return []
  return tx
    .select({
      id: incidents.id,
      number: incidents.number,
      state: incidents.state,
      severity: incidents.severity,
      titleFr: incidents.titleFr,
      titleEn: incidents.titleEn,
      subjectId: incidentResources.subjectId,
      fromAt: incidentResources.fromAt,
      toAt: incidentResources.toAt,
    })
    .from(incidentResources)
    .innerJoin(incidents, eq(incidents.id, incidentResources.incidentId))
    .where(
      and(
        inArray(incidentResources.subjectId, [...subjectIds]),
        notInArray(incidents.state, ['dismissed']),
        lt(incidentResources.fromAt, to),
        or(isNull(incidentResources.toAt), gt(incidentResources.toAt, from)),
      ),
    )
    .orderBy(desc(incidentResources.fromAt), desc(incidents.number))
}

/** Announced work on this resource that overlaps half-open `[from, to)`, in order. */
export async function listWorksOf(tx: Tx, subjectId: string, from: Date, to: Date) {
  return tx
    .select({
      id: maintenanceWindows.id,
      state: maintenanceWindows.state,
      titleFr: maintenanceWindows.titleFr,
      titleEn: maintenanceWindows.titleEn,
      startsAt: maintenanceWindows.startsAt,
      endsAt: maintenanceWindows.endsAt,
      endedAt: maintenanceWindows.endedAt,
    })
    .from(maintenanceResources)
    .innerJoin(maintenanceWindows, eq(maintenanceWindows.id, maintenanceResources.maintenanceId))
    .where(
      and(
        eq(maintenanceResources.subjectId, subjectId),
        ne(maintenanceWindows.state, 'cancelled'),
        lt(maintenanceWindows.startsAt, to),
        gt(maintenanceWindows.endsAt, from),
      ),
    )
    .orderBy(asc(maintenanceWindows.startsAt))
}

/** Actions of the organisation's members on this resource within half-open `[from, to)`, newest first. */
export async function listActionsOn(tx: Tx, subjectId: string, from: Date, to: Date, limit: number) {
  return tx
    .select({
      id: auditEvents.id,
      event: auditEvents.event,
      by: auditEvents.actorLabel,
      at: auditEvents.occurredAt,
    })
    .from(auditEvents)
    .where(
      and(
        eq(auditEvents.subjectId, subjectId),
        eq(auditEvents.actorKind, 'account'),
        gte(auditEvents.occurredAt, from),
        lt(auditEvents.occurredAt, to),
      ),
    )
    .orderBy(desc(auditEvents.occurredAt), desc(auditEvents.id))
    .limit(limit)
}

/** Every state that this resource entered before `to`, oldest first. */
export async function listStatesOf(tx: Tx, subjectId: string, to: Date, limit: number) {
  const rows = await tx
    .select({ state: stateTransitions.toState, at: stateTransitions.effectiveAt })
    .from(stateTransitions)
    .where(and(eq(stateTransitions.resourceId, subjectId), lt(stateTransitions.effectiveAt, to)))
    .orderBy(desc(stateTransitions.effectiveAt), desc(stateTransitions.recordedAt), desc(stateTransitions.id))
    .limit(limit)
  return rows.reverse()
}

/** Credits for the months of these resources, without VAT, excluding refused and superseded ones. */
export async function listCreditsOf(
  tx: Tx,
  subjectIds: readonly string[],
  span: { fromPeriod: string; toPeriod: string },
): Promise<{ subjectId: string; period: string; cents: bigint }[]> {
  if (subjectIds.length === 0) return []
  const rows = await tx
    .select({
      subjectId: serviceCredits.subjectId,
      period: serviceCredits.period,
      cents: sql<string>`sum(${serviceCredits.amountCents})::text`,
    })
    .from(serviceCredits)
    .where(
      and(
        inArray(serviceCredits.subjectId, [...subjectIds]),
        gte(serviceCredits.period, span.fromPeriod),
        lte(serviceCredits.period, span.toPeriod),
        notInArray(serviceCredits.state, ['refused', 'superseded']),
      ),
    )
    .groupBy(serviceCredits.subjectId, serviceCredits.period)
  return rows.map((row) => ({ ...row, cents: BigInt(row.cents) })).filter(({ cents }) => cents !== 0n)
}
