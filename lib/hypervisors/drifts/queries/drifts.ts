import { and, asc, desc, eq, inArray, lt, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { zones } from '~/db/schema/catalogue'
import { drifts, unjudgedSubjects, zoneComparisons } from '~/db/schema/hypervisors'
import type { InstanceState, VolumeState } from '~/db/schema/resources/compute'
import type { SnapshotState } from '~/db/schema/resources/snapshots'
import type { Id } from '~/lib/kernel/ids'
import type { ComparedZone } from './compared-zones'

export type DriftRow = typeof drifts.$inferSelect

export async function listComparedZones(tx: Tx): Promise<ComparedZone[]> {
  return tx
    .select({ id: zones.id, code: zones.code, driver: zones.driver })
    .from(zones)
    .orderBy(asc(zones.code))
}

/** Returns true for only one of the workers that call it within the same turn. */
export async function claimComparison(tx: Tx, zoneId: Id<'zone'>, now: Date, before: Date): Promise<boolean> {
  const nothing = { objects: 0, open: 0, healed: 0, withheld: 0 }
  const rows = await tx
    .insert(zoneComparisons)
    .values({ zoneId, turnAt: now, ...nothing })
    .onConflictDoUpdate({
      target: zoneComparisons.zoneId,
      set: { turnAt: now },
      setWhere: lt(zoneComparisons.turnAt, before),
    })
    .returning({ zoneId: zoneComparisons.zoneId })
  return rows.length > 0
}

/** Records a successful comparison. */
export async function saveComparison(
  tx: Tx,
  zoneId: Id<'zone'>,
  set: { comparedAt: Date; objects: number; open: number; healed: number; withheld: number },
): Promise<void> {
  await tx.update(zoneComparisons).set(set).where(eq(zoneComparisons.zoneId, zoneId))
}

export type ResourceRow = {
  kind: 'instance' | 'volume'
  id: string
  organisationId: Id<'organisation'>
  state: InstanceState | VolumeState
  hostName: string | null
  vcpu: number
  memoryMib: number
  diskGib: number
  isBusy: boolean
  hasClaim: boolean
  /** Two people declared it lost. */
  isGivenUp: boolean
  /** Its networks with its addresses on each, in the order of its cards. */
  cards: { networkId: string; address: string; address6: string | null }[]
}

/**
 * Lists the rows of a zone: every server, volume and backup that should exist, deleted ones that still hold capacity,
 * and those in `ids` in any state. With a server given, only its row.
 */
export async function listResourcesOfZone(
  tx: Tx,
  zoneId: Id<'zone'>,
  ids: readonly string[],
  only?: Id<'instance'>,
): Promise<ResourceRow[]> {
  const named = sql`any(array[${sql.join(
    ids.map((id) => sql`${id}`),
    sql`, `,
  )}]::text[])`
  const claim = sql`exists (select from allocations a where a.resource_id = r.id and a.state in ('pending', 'posted'))`
  const busy = sql`exists (select from sagas s where s.resource_id = r.id and s.state in ('running', 'undoing', 'parked'))`
  const givenUp = sql`exists (select from row_losses l where l.subject = r.id and l.state = 'done')`
  const rows = await tx.execute<ResourceRow>(sql`
    select 'instance' as kind, r.id, r.organisation_id as "organisationId", r.state, h.name as "hostName",
      b.vcpu, b.memory_mib as "memoryMib", b.root_disk_gib as "diskGib", ${busy} as "isBusy", ${claim} as "hasClaim", ${givenUp} as "isGivenUp",
      (select coalesce(jsonb_agg(jsonb_build_object('networkId', p.network_id, 'address', p.address, 'address6', p.address6) order by p.position), '[]')
        from private_addresses p where p.instance_id = r.id) as cards
    from instances r join hosts h on h.id = r.host_id join bundles b on b.id = r.bundle_id
    where r.zone_id = ${zoneId} and ${only ? sql`r.id = ${only}` : sql`true`}
      and (r.state not in ('purged', 'failed') or r.id = ${named} or ${claim}
      or exists (select from private_addresses p where p.instance_id = r.id))
    union all
    select 'volume', r.id, r.organisation_id, r.state, null, 0, 0, r.size_gib,
      -- Lost with the host of its server, or being restored with it.
      ${busy} or exists (select from instances i where i.id = r.attached_instance_id and i.state in ('lost', 'recovering')),
      ${claim}, ${givenUp}, '[]'::jsonb
    from volumes r
    where r.zone_id = ${zoneId} and ${only ? sql`false` : sql`true`}
      and (r.state not in ('purged', 'failed') or r.id = ${named} or ${claim})
    union all
    select 'volume', r.id, r.organisation_id, case r.state when 'deleting' then 'purging' when 'deleted' then 'purged' else r.state end,
      null, 0, 0, r.size_gib, ${busy}, ${claim}, ${givenUp}, '[]'::jsonb
    from volume_backups r
    where r.zone_id = ${zoneId} and ${only ? sql`false` : sql`true`}
      and (r.state not in ('deleted', 'failed') or r.id = ${named} or ${claim})`)
  return [...rows]
}

export type ImageRow = {
  id: string
  organisationId: Id<'organisation'>
  name: string
  state: SnapshotState
  isBusy: boolean
  /** Two people declared it lost. */
  isGivenUp: boolean
}

/** Lists images of organisations that should exist in a zone, and those in `ids` in any state. */
export async function listImagesOfZone(
  tx: Tx,
  zoneId: Id<'zone'>,
  ids: readonly string[],
): Promise<ImageRow[]> {
  const named = sql.join(
    ids.map((id) => sql`${id}`),
    sql`, `,
  )
  const rows = await tx.execute<ImageRow>(sql`
    select r.id, r.organisation_id as "organisationId", r.name, r.state,
      exists (select from sagas s where s.resource_id = r.id and s.state in ('running', 'undoing', 'parked')) as "isBusy",
      exists (select from row_losses l where l.subject = r.id and l.state = 'done') as "isGivenUp"
    from private_images r
    where (r.zone_id = ${zoneId} and r.state not in ('deleted', 'failed')) or r.id = any(array[${named}]::text[])`)
  return [...rows]
}

/** Returns which of these servers and volumes exist in any zone. */
export async function findKnownIds(tx: Tx, ids: readonly string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set()
  const list = sql.join(
    ids.map((id) => sql`${id}`),
    sql`, `,
  )
  const rows = await tx.execute<{ id: string }>(
    sql`select id from instances where id in (${list}) union all select id from volumes where id in (${list})
      union all select id from volume_backups where id in (${list}) and state not in ('deleted', 'failed')`,
  )
  return new Set(rows.map((row) => row.id))
}

export async function listOpenDrifts(tx: Tx, zoneId: Id<'zone'>): Promise<DriftRow[]> {
  return tx
    .select()
    .from(drifts)
    .where(and(eq(drifts.zoneId, zoneId), eq(drifts.state, 'open')))
}

export async function insertDrift(tx: Tx, row: typeof drifts.$inferInsert): Promise<void> {
  await tx.insert(drifts).values(row).onConflictDoNothing()
}

/** Whether no comparison of this zone has completed since rows were lost. */
export async function isFirstSinceLoss(tx: Tx, zoneId: Id<'zone'>): Promise<boolean> {
  const [row] = await tx.execute<{ first: boolean }>(sql`
    select coalesce((select compared_at from zone_comparisons where zone_id = ${zoneId}), '-infinity') <= value::timestamptz as first
    from installation_facts where name = 'data_lost_at'`)
  return row?.first ?? false
}

/** Lists subjects that no comparison has judged since rows were lost. */
export async function listUnjudged(tx: Tx, zoneId: Id<'zone'>): Promise<Set<string>> {
  const rows = await tx
    .select({ subject: unjudgedSubjects.subject })
    .from(unjudgedSubjects)
    .where(eq(unjudgedSubjects.zoneId, zoneId))
  return new Set(rows.map(({ subject }) => subject))
}

export async function insertUnjudged(tx: Tx, zoneId: Id<'zone'>, subjects: readonly string[]): Promise<void> {
  if (subjects.length === 0) return
  await tx
    .insert(unjudgedSubjects)
    .values(subjects.map((subject) => ({ zoneId, subject })))
    .onConflictDoNothing()
}

export async function deleteUnjudged(tx: Tx, zoneId: Id<'zone'>, subjects: readonly string[]): Promise<void> {
  if (subjects.length === 0) return
  await tx
    .delete(unjudgedSubjects)
    .where(and(eq(unjudgedSubjects.zoneId, zoneId), inArray(unjudgedSubjects.subject, [...subjects])))
}

/** Releases a held difference: a person decided that the rows are right. Null when it was not held, or has ended. */
export async function releaseHeldDrift(tx: Tx, id: Id<'drift'>): Promise<DriftRow | null> {
  const [row] = await tx
    .update(drifts)
    .set({ held: false })
    .where(and(eq(drifts.id, id), eq(drifts.state, 'open'), eq(drifts.held, true)))
    .returning()
  return row ?? null
}

export async function updateSeenDrift(
  tx: Tx,
  id: Id<'drift'>,
  set: { seenAt: Date; details: Record<string, string> },
): Promise<void> {
  await tx.update(drifts).set(set).where(eq(drifts.id, id))
}

export async function endDrifts(
  tx: Tx,
  ids: readonly Id<'drift'>[],
  state: 'healed' | 'gone',
  endedAt: Date,
): Promise<void> {
  if (ids.length === 0) return
  await tx
    .update(drifts)
    .set({ state, endedAt })
    .where(inArray(drifts.id, [...ids]))
}

/** Open differences first, then the most recently ended; each with its zone. */
export async function listRecentDrifts(tx: Tx, limit: number) {
  return tx
    .select({ drift: drifts, zoneCode: zones.code, zoneName: zones.name })
    .from(drifts)
    .innerJoin(zones, eq(zones.id, drifts.zoneId))
    .orderBy(sql`(${drifts.state} = 'open') desc`, desc(drifts.seenAt), asc(drifts.id))
    .limit(limit)
}

export async function listComparisons(tx: Tx) {
  return tx
    .select({ comparison: zoneComparisons, zoneCode: zones.code, zoneName: zones.name })
    .from(zoneComparisons)
    .innerJoin(zones, eq(zones.id, zoneComparisons.zoneId))
    .orderBy(asc(zones.code))
}
