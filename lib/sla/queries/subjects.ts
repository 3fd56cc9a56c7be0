import { and, asc, eq, inArray, lt, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { zones } from '~/db/schema/catalogue'
import { instances, stateTransitions, volumes } from '~/db/schema/resources/compute'
import type { Id } from '~/lib/kernel/ids'

/** Passes a list of ids as one parameter. */
const among = (ids: readonly string[]) => sql`string_to_array(${ids.join(',')}, ',')`

/** Probed resources with their current placement: of all customers, of one, or only these ids. */
export async function listResourceRows(
  tx: Tx,
  organisationId: Id<'organisation'> | null,
  only?: readonly string[],
) {
  const servers = await tx
    .select({
      kind: sql<'instance'>`'instance'`,
      id: instances.id,
      name: instances.name,
      organisationId: instances.organisationId,
      projectId: instances.projectId,
      zoneId: instances.zoneId,
      bundleId: instances.bundleId,
    })
    .from(instances)
    .where(
      and(
        organisationId ? eq(instances.organisationId, organisationId) : undefined,
        only ? sql`${instances.id} = any(${among(only)})` : undefined,
      ),
    )
    .orderBy(asc(instances.name), asc(instances.id))
  const disks = await tx
    .select({
      kind: sql<'volume'>`'volume'`,
      id: volumes.id,
      name: volumes.name,
      organisationId: volumes.organisationId,
      projectId: volumes.projectId,
      zoneId: volumes.zoneId,
      bundleId: volumes.bundleId,
    })
    .from(volumes)
    .where(
      and(
        organisationId ? eq(volumes.organisationId, organisationId) : undefined,
        only ? sql`${volumes.id} = any(${among(only)})` : undefined,
      ),
    )
    .orderBy(asc(volumes.name), asc(volumes.id))
  return [...servers, ...disks]
}

export async function listZoneSubjects(tx: Tx) {
  return tx
    .select({ id: zones.id, code: zones.code, state: zones.state })
    .from(zones)
    .orderBy(asc(zones.position), asc(zones.id))
}

export type LifeRow = {
  resourceId: string
  fromState: string | null
  toState: string
  at: Date
  causedBy: string
}

/** Every state change of servers and volumes before `until`, in order of effect. */
export async function listLifeRows(
  tx: Tx,
  organisationId: Id<'organisation'> | null,
  until: Date,
  only?: readonly string[],
): Promise<LifeRow[]> {
  return tx
    .select({
      resourceId: stateTransitions.resourceId,
      fromState: stateTransitions.fromState,
      toState: stateTransitions.toState,
      at: stateTransitions.effectiveAt,
      causedBy: stateTransitions.causedBy,
    })
    .from(stateTransitions)
    .where(
      and(
        organisationId ? eq(stateTransitions.organisationId, organisationId) : undefined,
        only ? sql`${stateTransitions.resourceId} = any(${among(only)})` : undefined,
        inArray(stateTransitions.resourceKind, ['instance', 'volume']),
        lt(stateTransitions.effectiveAt, until),
      ),
    )
    .orderBy(
      asc(stateTransitions.resourceId),
      asc(stateTransitions.effectiveAt),
      asc(stateTransitions.recordedAt),
      asc(stateTransitions.id),
    )
}

/** Each resource's last metered bundle before `until`, which may differ from its current one. */
export async function listBundlesAsOf(
  tx: Tx,
  organisationId: Id<'organisation'> | null,
  until: Date,
  only?: readonly string[],
): Promise<{ resourceId: string; bundleId: Id<'bundle'> }[]> {
  const rows = await tx.execute<{ resource_id: string; bundle_id: Id<'bundle'> }>(sql`
    select distinct on (resource_id) resource_id, bundle_id from usage_intervals
    where meter in ('root_disk', 'volume') and resource_kind in ('instance', 'volume') and started_at < ${until.toISOString()}::timestamptz
      ${organisationId ? sql`and organisation_id = ${organisationId}` : sql``}
      ${only ? sql`and resource_id = any(${among(only)})` : sql``}
    order by resource_id, started_at desc, (meter = 'root_disk') desc`)
  return rows.map((row) => ({ resourceId: row.resource_id, bundleId: row.bundle_id }))
}
