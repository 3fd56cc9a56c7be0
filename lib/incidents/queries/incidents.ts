import { and, asc, desc, eq, inArray, isNull, type SQL, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { zones } from '~/db/schema/catalogue'
import { organisations } from '~/db/schema/identity/identity'
import { type IncidentState, incidentResources, incidents, incidentUpdates } from '~/db/schema/incidents'
import { instances, volumes } from '~/db/schema/resources/compute'
import type { Id } from '~/lib/kernel/ids'

export type IncidentRow = typeof incidents.$inferSelect
export type IncidentUpdateRow = typeof incidentUpdates.$inferSelect
export type IncidentResourceRow = typeof incidentResources.$inferSelect

const liveStates = ['proposed', 'investigating', 'identified', 'monitoring'] as const
export const isLive = inArray(incidents.state, [...liveStates])

/**
 * Tries to take the lock for proposing, numbering and following incidents; false when another transaction holds it.
 * Released at the end of `tx`.
 */
export async function tryLockIncidents(tx: Tx): Promise<boolean> {
  const [row] = await tx.execute<{ locked: boolean }>(
    sql`select pg_try_advisory_xact_lock(hashtextextended('incidents', 0)) as locked`,
  )
  return row?.locked ?? false
}

/** Waits for the lock instead. */
export async function lockIncidents(tx: Tx): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended('incidents', 0))`)
}

/** Inserts with the next number; the caller holds the lock. False when its domain has a live incident. */
export async function insertIncident(tx: Tx, row: Omit<IncidentRow, 'number'>): Promise<boolean> {
  const rows = await tx
    .insert(incidents)
    .values({ ...row, number: sql`(select coalesce(max(number), 0) + 1 from incidents)` })
    .onConflictDoNothing()
    .returning({ id: incidents.id })
  return rows.length > 0
}

export async function lockIncident(tx: Tx, id: Id<'incident'>): Promise<IncidentRow | null> {
  const [row] = await tx.select().from(incidents).where(eq(incidents.id, id)).for('no key update')
  return row ?? null
}

export async function updateIncident(
  tx: Tx,
  id: Id<'incident'>,
  set: Partial<Omit<IncidentRow, 'id' | 'number' | 'domain' | 'domainId' | 'zoneId' | 'detectedAt'>>,
): Promise<void> {
  await tx.update(incidents).set(set).where(eq(incidents.id, id))
}

export async function insertIncidentUpdate(tx: Tx, row: IncidentUpdateRow): Promise<void> {
  await tx.insert(incidentUpdates).values(row)
}

/** Marks resources as affected from then on; one that had recovered is affected again. */
export async function upsertIncidentResources(tx: Tx, rows: readonly IncidentResourceRow[]): Promise<void> {
  if (rows.length === 0) return
  await tx
    .insert(incidentResources)
    .values([...rows])
    .onConflictDoUpdate({
      target: [incidentResources.incidentId, incidentResources.subjectId],
      set: { toAt: null },
    })
}

/** Marks these resources as recovered. */
export async function endIncidentResources(
  tx: Tx,
  id: Id<'incident'>,
  subjectIds: readonly string[] | 'all',
  at: Date,
): Promise<void> {
  if (subjectIds.length === 0) return
  await tx
    .update(incidentResources)
    // A resource that recovered in the instant it failed is affected for a millisecond.
    .set({ toAt: sql`greatest(${at.toISOString()}::timestamptz, from_at + interval '1 millisecond')` })
    .where(
      and(
        eq(incidentResources.incidentId, id),
        isNull(incidentResources.toAt),
        subjectIds === 'all' ? undefined : inArray(incidentResources.subjectId, [...subjectIds]),
      ),
    )
}

export async function listLiveIncidents(tx: Tx): Promise<IncidentRow[]> {
  return tx.select().from(incidents).where(isLive).orderBy(asc(incidents.startedAt), asc(incidents.id))
}

export async function listIncidentResources(
  tx: Tx,
  ids: readonly Id<'incident'>[],
): Promise<IncidentResourceRow[]> {
  if (ids.length === 0) return []
  return tx
    .select()
    .from(incidentResources)
    .where(inArray(incidentResources.incidentId, [...ids]))
}

const resourceName = sql<string>`coalesce(${instances.name}, ${volumes.name}, ${incidentResources.subjectId})`

/** Names of affected resources, as far as the role and its policies allow. */
export async function listNamedResources(tx: Tx, ids: readonly Id<'incident'>[]) {
  if (ids.length === 0) return []
  return tx
    .select({
      incidentId: incidentResources.incidentId,
      id: incidentResources.subjectId,
      kind: incidentResources.subjectKind,
      name: resourceName,
      projectId: sql<Id<'project'> | null>`coalesce(${instances.projectId}, ${volumes.projectId})`,
      organisationId: incidentResources.organisationId,
      organisation: organisations.legalName,
      fromAt: incidentResources.fromAt,
      toAt: incidentResources.toAt,
    })
    .from(incidentResources)
    .innerJoin(organisations, eq(organisations.id, incidentResources.organisationId))
    .leftJoin(instances, eq(instances.id, incidentResources.subjectId))
    .leftJoin(volumes, eq(volumes.id, incidentResources.subjectId))
    .where(inArray(incidentResources.incidentId, [...ids]))
    .orderBy(asc(organisations.legalName), asc(incidentResources.subjectKind), resourceName)
}

/** The number of affected resources visible to the role, per incident, and the first names. */
export async function countNamedResources(tx: Tx, ids: readonly Id<'incident'>[], namedMax: number) {
  if (ids.length === 0) return []
  return tx
    .select({
      id: incidentResources.incidentId,
      count: sql<number>`count(*)::int`,
      names: sql<
        string[]
      >`(array_agg(${resourceName} order by ${incidentResources.subjectKind}, ${resourceName}))[1:${namedMax}::int]`,
    })
    .from(incidentResources)
    .leftJoin(instances, eq(instances.id, incidentResources.subjectId))
    .leftJoin(volumes, eq(volumes.id, incidentResources.subjectId))
    .where(inArray(incidentResources.incidentId, [...ids]))
    .groupBy(incidentResources.incidentId)
}

export async function listUpdates(tx: Tx, ids: readonly Id<'incident'>[]): Promise<IncidentUpdateRow[]> {
  if (ids.length === 0) return []
  return tx
    .select()
    .from(incidentUpdates)
    .where(inArray(incidentUpdates.incidentId, [...ids]))
    .orderBy(asc(incidentUpdates.at), asc(incidentUpdates.id))
}

function selectIncidents(tx: Tx) {
  return tx
    .select({
      incident: incidents,
      zone: zones.name,
      zoneCode: zones.code,
      resources: sql<number>`(select count(*)::int from ${incidentResources} r where r.incident_id = ${incidents.id})`,
    })
    .from(incidents)
    .leftJoin(zones, eq(zones.id, incidents.zoneId))
}

export async function findIncident(tx: Tx, id: Id<'incident'>) {
  const [row] = await selectIncidents(tx).where(eq(incidents.id, id))
  return row ?? null
}

type Filter = { states?: readonly IncidentState[]; zoneId?: Id<'zone'>; since?: Date }

const matching = ({ states, zoneId, since }: Filter): SQL | undefined =>
  and(
    states && inArray(incidents.state, [...states]),
    zoneId && eq(incidents.zoneId, zoneId),
    since && sql`(${isLive} or ${incidents.startedAt} > ${since.toISOString()}::timestamptz)`,
  )

/** Live ones first, then the newest. */
export async function listIncidents(tx: Tx, filter: Filter, limit: number) {
  return selectIncidents(tx)
    .where(matching(filter))
    .orderBy(sql`${isLive} desc`, desc(incidents.startedAt))
    .limit(limit)
}

/**
 * Incidents that affected a resource of this organisation: for a member, one visible to the member, by row-level security; for
 * staff, any.
 */
export async function listOwnIncidents(tx: Tx, organisationId: Id<'organisation'>, limit: number) {
  return selectIncidents(tx)
    .where(
      and(
        sql`${incidents.state} <> 'dismissed'`,
        sql`exists (select 1 from ${incidentResources} r where r.incident_id = ${incidents.id} and r.organisation_id = ${organisationId})`,
      ),
    )
    .orderBy(sql`${isLive} desc`, desc(incidents.startedAt))
    .limit(limit)
}

/**
 * Mean seconds from the first failed probe to detection, and to the repair, without dismissed incidents, since `since`.
 */
export async function meanTimes(tx: Tx, since: Date) {
  const [row] = await tx
    .select({
      detect: sql<
        number | null
      >`avg(extract(epoch from ${incidents.detectedAt} - ${incidents.startedAt}))::float8`,
      repair: sql<
        number | null
      >`avg(extract(epoch from ${incidents.repairedAt} - ${incidents.startedAt}))::float8`,
      count: sql<number>`count(*)::int`,
    })
    .from(incidents)
    .where(
      and(
        sql`${incidents.startedAt} > ${since.toISOString()}::timestamptz`,
        sql`${incidents.state} not in ('dismissed', 'proposed')`,
      ),
    )
  return { detectSeconds: row?.detect ?? null, repairSeconds: row?.repair ?? null, count: row?.count ?? 0 }
}
