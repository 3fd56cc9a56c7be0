import { and, asc, desc, eq, gt, inArray, lt, or, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { zones } from '~/db/schema/catalogue'
import { maintenanceResources, maintenanceWindows } from '~/db/schema/incidents'
import { instances, volumes } from '~/db/schema/resources/compute'
import type { Id } from '~/lib/kernel/ids'

export type MaintenanceRow = typeof maintenanceWindows.$inferSelect
type MaintenanceResourceRow = typeof maintenanceResources.$inferSelect

export async function insertMaintenance(tx: Tx, row: MaintenanceRow): Promise<void> {
  await tx.insert(maintenanceWindows).values(row)
}

export async function lockMaintenance(tx: Tx, id: Id<'maintenance'>): Promise<MaintenanceRow | null> {
  const [row] = await tx
    .select()
    .from(maintenanceWindows)
    .where(eq(maintenanceWindows.id, id))
    .for('no key update')
  return row ?? null
}

/** As `lockMaintenance`, or null while another transaction holds it. */
export async function tryLockMaintenance(tx: Tx, id: Id<'maintenance'>): Promise<MaintenanceRow | null> {
  const [row] = await tx
    .select()
    .from(maintenanceWindows)
    .where(eq(maintenanceWindows.id, id))
    .for('no key update', { skipLocked: true })
  return row ?? null
}

export async function updateMaintenance(
  tx: Tx,
  id: Id<'maintenance'>,
  set: Partial<Omit<MaintenanceRow, 'id' | 'zoneId' | 'domain' | 'domainId' | 'announcedByStaffId'>>,
): Promise<void> {
  await tx.update(maintenanceWindows).set(set).where(eq(maintenanceWindows.id, id))
}

/** Windows that may need a notification, start or end: future ones, and those that ended since `since`. */
export async function listMaintenanceToFollow(tx: Tx, since: Date): Promise<Id<'maintenance'>[]> {
  const rows = await tx
    .select({ id: maintenanceWindows.id })
    .from(maintenanceWindows)
    .where(
      or(inArray(maintenanceWindows.state, ['announced', 'under_way']), gt(maintenanceWindows.endsAt, since)),
    )
    .orderBy(asc(maintenanceWindows.startsAt), asc(maintenanceWindows.id))
  return rows.map(({ id }) => id)
}

/** Inserts those not stored yet and returns them. */
export async function insertMaintenanceResources(
  tx: Tx,
  rows: readonly MaintenanceResourceRow[],
): Promise<MaintenanceResourceRow[]> {
  if (rows.length === 0) return []
  return tx
    .insert(maintenanceResources)
    .values([...rows])
    .onConflictDoNothing()
    .returning()
}

/** Updates what an organisation was last notified of. */
export async function updateNotifiedAt(
  tx: Tx,
  { id, announcedAt }: Pick<MaintenanceRow, 'id' | 'announcedAt'>,
  organisationId: Id<'organisation'>,
  toldAt: Date,
): Promise<void> {
  await tx
    .update(maintenanceResources)
    .set({ toldAt })
    .where(
      and(
        eq(maintenanceResources.maintenanceId, id),
        eq(maintenanceResources.organisationId, organisationId),
        lt(maintenanceResources.toldAt, announcedAt),
      ),
    )
}

function selectMaintenance(tx: Tx) {
  return tx
    .select({
      window: maintenanceWindows,
      zone: zones.name,
      zoneCode: zones.code,
      resources: sql<number>`(select count(*)::int from ${maintenanceResources} r where r.maintenance_id = ${maintenanceWindows.id})`,
      organisations: sql<number>`(select count(distinct r.organisation_id)::int from ${maintenanceResources} r where r.maintenance_id = ${maintenanceWindows.id})`,
    })
    .from(maintenanceWindows)
    .innerJoin(zones, eq(zones.id, maintenanceWindows.zoneId))
}

export async function findMaintenance(tx: Tx, id: Id<'maintenance'>) {
  const [row] = await selectMaintenance(tx).where(eq(maintenanceWindows.id, id))
  return row ?? null
}

type Filter = {
  zoneId?: Id<'zone'>
  endingAfter?: Date
  ownOf?: Id<'organisation'>
  relocationId?: Id<'relocation'>
}

/** Latest first. */
export async function listMaintenance(tx: Tx, filter: Filter, limit: number) {
  const { zoneId, endingAfter, ownOf, relocationId } = filter
  return selectMaintenance(tx)
    .where(
      and(
        zoneId && eq(maintenanceWindows.zoneId, zoneId),
        endingAfter && gt(maintenanceWindows.endsAt, endingAfter),
        relocationId && eq(maintenanceWindows.relocationId, relocationId),
        ownOf &&
          sql`exists (select 1 from ${maintenanceResources} r where r.maintenance_id = ${maintenanceWindows.id} and r.organisation_id = ${ownOf})`,
      ),
    )
    .orderBy(desc(maintenanceWindows.startsAt), desc(maintenanceWindows.id))
    .limit(limit)
}

const resourceName = sql<string>`coalesce(${instances.name}, ${volumes.name}, ${maintenanceResources.subjectId})`

/** Names of resources that the windows affect, as far as the role and its policies allow. */
export async function listNamedMaintenanceResources(tx: Tx, ids: readonly Id<'maintenance'>[]) {
  if (ids.length === 0) return []
  return tx
    .select({
      maintenanceId: maintenanceResources.maintenanceId,
      id: maintenanceResources.subjectId,
      kind: maintenanceResources.subjectKind,
      organisationId: maintenanceResources.organisationId,
      name: resourceName,
      projectId: sql<Id<'project'> | null>`coalesce(${instances.projectId}, ${volumes.projectId})`,
    })
    .from(maintenanceResources)
    .leftJoin(instances, eq(instances.id, maintenanceResources.subjectId))
    .leftJoin(volumes, eq(volumes.id, maintenanceResources.subjectId))
    .where(inArray(maintenanceResources.maintenanceId, [...ids]))
    .orderBy(asc(maintenanceResources.subjectKind), resourceName)
}

/** The number of affected resources visible to the role, per window, and the first names. */
export async function countNamedMaintenanceResources(
  tx: Tx,
  ids: readonly Id<'maintenance'>[],
  namedMax: number,
) {
  if (ids.length === 0) return []
  return tx
    .select({
      id: maintenanceResources.maintenanceId,
      count: sql<number>`count(*)::int`,
      names: sql<
        string[]
      >`(array_agg(${resourceName} order by ${maintenanceResources.subjectKind}, ${resourceName}))[1:${namedMax}::int]`,
    })
    .from(maintenanceResources)
    .leftJoin(instances, eq(instances.id, maintenanceResources.subjectId))
    .leftJoin(volumes, eq(volumes.id, maintenanceResources.subjectId))
    .where(inArray(maintenanceResources.maintenanceId, [...ids]))
    .groupBy(maintenanceResources.maintenanceId)
}
