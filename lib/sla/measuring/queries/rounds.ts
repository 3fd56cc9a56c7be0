import { and, eq, inArray, isNull, ne, notInArray, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { zones } from '~/db/schema/catalogue'
import { hosts, storagePools } from '~/db/schema/inventory'
import { instances, volumes } from '~/db/schema/resources/compute'
import {
  probeGaps,
  probeStates,
  probeTransitions,
  probeVantages,
  type VantageKind,
} from '~/db/schema/sla/sla'
import { type Id, newId } from '~/lib/kernel/ids'

export type WatchedZone = { id: Id<'zone'>; code: string; driver: 'simulator' | 'incus' }

/** A statement accepts at most 65,535 parameters. */
const rowsPerStatement = 5_000

export async function listWatchedZones(tx: Tx): Promise<WatchedZone[]> {
  return tx
    .select({ id: zones.id, code: zones.code, driver: zones.driver })
    .from(zones)
    .where(sql`${zones.state} <> 'closed'`)
    .orderBy(zones.position, zones.id)
}

/** Creates the vantages of every open zone, and retires those of closed ones. */
export async function ensureZoneVantages(tx: Tx, kinds: readonly VantageKind[], now: Date): Promise<void> {
  const missing = await tx
    .select({ zoneId: zones.id, kind: sql<VantageKind>`k.kind` })
    .from(zones)
    .innerJoin(sql`unnest(string_to_array(${kinds.join(',')}, ',')) k(kind)`, sql`true`)
    .where(
      sql`${zones.state} <> 'closed' and not exists (
        select 1 from ${probeVantages} v where v.zone_id = ${zones.id} and v.kind = k.kind)`,
    )
  for (const { zoneId, kind } of missing)
    await insertVantage(tx, { zoneId, kind, name: kind, createdAt: now })
  const closed = tx.select({ id: zones.id }).from(zones).where(eq(zones.state, 'closed'))
  await tx
    .update(probeVantages)
    .set({ retiredAt: now })
    .where(and(isNull(probeVantages.retiredAt), inArray(probeVantages.zoneId, closed)))
}

/** Does nothing when another worker inserted it. */
export async function insertVantage(
  tx: Tx,
  row: { zoneId: Id<'zone'> | null; kind: VantageKind; name: string; createdAt: Date },
): Promise<void> {
  await tx
    .insert(probeVantages)
    .values({ id: newId('vantage', row.createdAt.getTime()), ...row })
    .onConflictDoNothing()
}

/** Whether a zone has hosts and all are unreachable. */
export async function isZoneSilent(tx: Tx, zoneId: Id<'zone'>): Promise<boolean> {
  const [row] = await tx
    .select({ isSilent: sql<boolean>`coalesce(bool_and(${hosts.unreachableSince} is not null), false)` })
    .from(hosts)
    .where(and(eq(hosts.zoneId, zoneId), ne(hosts.state, 'retired')))
  return row?.isSilent ?? false
}

/** The database's clock. */
export async function readDatabaseTime(tx: Tx): Promise<Date> {
  const [row] = await tx.execute<{ now: string }>(sql`select clock_timestamp() as now`)
  return new Date(row?.now ?? Number.NaN)
}

export type DueVantage = { id: Id<'vantage'>; zoneId: Id<'zone'> | null; kind: VantageKind; name: string }

/** Vantages without a round or attempt since `before`. */
export async function listDueVantages(tx: Tx, before: Date): Promise<DueVantage[]> {
  return tx
    .select({
      id: probeVantages.id,
      zoneId: probeVantages.zoneId,
      kind: probeVantages.kind,
      name: probeVantages.name,
    })
    .from(probeVantages)
    .where(
      sql`${probeVantages.retiredAt} is null
        and coalesce(greatest(${probeVantages.lastRoundAt}, ${probeVantages.failedAt}), '-infinity') <= ${before.toISOString()}::timestamptz`,
    )
    .orderBy(probeVantages.id)
}

export type Turn = { vantageId: Id<'vantage'>; fence: bigint; lastRoundAt: Date | null }

/** Claims the vantage until then; null while another worker holds it. A new holder gets a new fence. */
export async function claimVantage(
  tx: Tx,
  vantageId: Id<'vantage'>,
  { holder, now, until }: { holder: string; now: Date; until: Date },
): Promise<Turn | null> {
  const at = sql`${now.toISOString()}::timestamptz`
  const isMine = sql`${probeVantages.leaseHolder} = ${holder} and ${probeVantages.leaseUntil} > ${at}`
  const [row] = await tx
    .update(probeVantages)
    .set({
      fence: sql`case when ${isMine} then ${probeVantages.fence} else ${probeVantages.fence} + 1 end`,
      leaseHolder: holder,
      leaseUntil: until,
    })
    .where(
      and(
        eq(probeVantages.id, vantageId),
        sql`(${probeVantages.leaseUntil} is null or ${probeVantages.leaseUntil} <= ${at} or ${probeVantages.leaseHolder} = ${holder})`,
      ),
    )
    .returning({ fence: probeVantages.fence, lastRoundAt: probeVantages.lastRoundAt })
  return row ? { vantageId, ...row } : null
}

/** Advances this vantage to the next round and locks its row; false when another round came in between. */
export async function moveRound(tx: Tx, turn: Turn, at: Date): Promise<boolean> {
  const before = turn.lastRoundAt?.toISOString() ?? null
  const rows = await tx
    .update(probeVantages)
    .set({ lastRoundAt: at })
    .where(
      and(
        eq(probeVantages.id, turn.vantageId),
        eq(probeVantages.fence, turn.fence),
        sql`${probeVantages.lastRoundAt} is not distinct from ${before}::timestamptz`,
        sql`(${probeVantages.lastRoundAt} is null or ${probeVantages.lastRoundAt} < ${at.toISOString()}::timestamptz)`,
      ),
    )
    .returning({ id: probeVantages.id })
  return rows.length > 0
}

export async function saveFailure(tx: Tx, turn: Turn, at: Date, text: string): Promise<boolean> {
  const rows = await tx
    .update(probeVantages)
    .set({ failedAt: at, failureText: text })
    .where(and(eq(probeVantages.id, turn.vantageId), eq(probeVantages.fence, turn.fence)))
    .returning({ id: probeVantages.id })
  return rows.length > 0
}

export async function addToHour(
  tx: Tx,
  vantageId: Id<'vantage'>,
  at: Date,
  round: { failed: boolean; subjects: number; tookMs: number },
): Promise<void> {
  const tookMs = Math.round(round.tookMs)
  await tx.execute(sql`
    insert into probe_hours as h (vantage_id, hour, rounds, failed_rounds, subjects_max, total_ms, longest_ms)
    values (${vantageId}, date_trunc('hour', ${at.toISOString()}::timestamptz, 'UTC'), ${round.failed ? 0 : 1}, ${round.failed ? 1 : 0}, ${round.subjects}, ${tookMs}, ${tookMs})
    on conflict (vantage_id, hour) do update set rounds = h.rounds + excluded.rounds,
      failed_rounds = h.failed_rounds + excluded.failed_rounds, subjects_max = greatest(h.subjects_max, excluded.subjects_max),
      total_ms = h.total_ms + excluded.total_ms, longest_ms = greatest(h.longest_ms, excluded.longest_ms)`)
}

export type StateRow = typeof probeStates.$inferSelect

export async function listStates(tx: Tx, vantageId: Id<'vantage'>): Promise<StateRow[]> {
  return tx.select().from(probeStates).where(eq(probeStates.vantageId, vantageId))
}

/** The state of the newest transition of each of these subjects that has any. */
export async function listNewestStates(tx: Tx, vantageId: Id<'vantage'>, subjectIds: readonly string[]) {
  if (subjectIds.length === 0) return []
  return tx
    .selectDistinctOn([probeTransitions.subjectId], {
      subjectId: probeTransitions.subjectId,
      state: probeTransitions.state,
    })
    .from(probeTransitions)
    .where(
      and(
        eq(probeTransitions.vantageId, vantageId),
        sql`${probeTransitions.subjectId} = any(string_to_array(${subjectIds.join(',')}, ','))`,
      ),
    )
    .orderBy(probeTransitions.subjectId, sql`${probeTransitions.at} desc`)
}

export async function upsertStates(tx: Tx, rows: readonly StateRow[]): Promise<void> {
  for (let start = 0; start < rows.length; start += rowsPerStatement)
    await tx
      .insert(probeStates)
      .values(rows.slice(start, start + rowsPerStatement))
      .onConflictDoUpdate({
        target: [probeStates.vantageId, probeStates.subjectId],
        set: { reading: sql`excluded.reading`, state: sql`excluded.state` },
      })
}

export async function deleteStates(tx: Tx, vantageId: Id<'vantage'>, subjectIds: readonly string[]) {
  if (subjectIds.length === 0) return
  await tx
    .delete(probeStates)
    .where(
      and(
        eq(probeStates.vantageId, vantageId),
        sql`${probeStates.subjectId} = any(string_to_array(${subjectIds.join(',')}, ','))`,
      ),
    )
}

export async function insertSeen(tx: Tx, rows: readonly (typeof probeTransitions.$inferInsert)[]) {
  for (let start = 0; start < rows.length; start += rowsPerStatement)
    await tx.insert(probeTransitions).values(rows.slice(start, start + rowsPerStatement))
}

export async function insertGap(tx: Tx, row: typeof probeGaps.$inferInsert): Promise<void> {
  await tx.insert(probeGaps).values(row)
}

/**
 * Delivered servers and volumes that still exist in a zone. `runningSince` is null for a server not meant to run now.
 */
export async function listWatched(tx: Tx, zoneId: Id<'zone'>) {
  const servers = await tx
    .select({
      id: instances.id,
      organisationId: instances.organisationId,
      address: instances.address,
      runningSince:
        sql<Date | null>`case when ${instances.state} = 'running' then ${instances.runningSince} end`.mapWith(
          instances.runningSince,
        ),
      isHostSilent: sql<boolean>`${hosts.unreachableSince} is not null`,
    })
    .from(instances)
    .leftJoin(hosts, eq(hosts.id, instances.hostId))
    .where(
      and(
        eq(instances.zoneId, zoneId),
        notInArray(instances.state, ['creating', 'failed', 'deleted', 'purging', 'purged']),
      ),
    )
    .orderBy(instances.id)
  const disks = await tx
    .select({ id: volumes.id, organisationId: volumes.organisationId, poolName: storagePools.name })
    .from(volumes)
    .innerJoin(storagePools, eq(storagePools.id, volumes.poolId))
    .where(
      and(
        eq(volumes.zoneId, zoneId),
        notInArray(volumes.state, ['creating', 'failed', 'deleted', 'purging', 'purged']),
      ),
    )
    .orderBy(volumes.id)
  return { servers, volumes: disks }
}
