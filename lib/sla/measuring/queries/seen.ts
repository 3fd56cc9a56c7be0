import { and, asc, gt, inArray, lt, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { probeGaps, probeVantages } from '~/db/schema/sla/sla'
import type { Id } from '~/lib/kernel/ids'

export type VantageRow = {
  id: Id<'vantage'>
  zoneId: Id<'zone'> | null
  kind: (typeof probeVantages.$inferSelect)['kind']
  name: string
  lastRoundAt: Date | null
  createdAt: Date
  retiredAt: Date | null
}

export async function listVantageRows(tx: Tx): Promise<VantageRow[]> {
  return tx
    .select({
      id: probeVantages.id,
      zoneId: probeVantages.zoneId,
      kind: probeVantages.kind,
      name: probeVantages.name,
      lastRoundAt: probeVantages.lastRoundAt,
      createdAt: probeVantages.createdAt,
      retiredAt: probeVantages.retiredAt,
    })
    .from(probeVantages)
    .orderBy(asc(probeVantages.kind), asc(probeVantages.name), asc(probeVantages.id))
}

/** Gaps that overlap half-open `[from, to)`. */
export async function listGapRows(tx: Tx, vantageIds: Id<'vantage'>[], from: Date, to: Date) {
  if (vantageIds.length === 0) return []
  return tx
    .select()
    .from(probeGaps)
    .where(and(inArray(probeGaps.vantageId, vantageIds), gt(probeGaps.toAt, from), lt(probeGaps.fromAt, to)))
    .orderBy(asc(probeGaps.vantageId), asc(probeGaps.fromAt))
}

/**
 * `seen` is packed: each transition is its instant in milliseconds and `+`, `-` or `?` for up, down, unknown, in order.
 */
export type SeenRow = { subjectId: string; vantageId: Id<'vantage'>; seen: string }

const packed = sql`(extract(epoch from at) * 1000)::bigint || case state when 'up' then '+' when 'down' then '-' else '?' end`
const manySubjects = 1_000
const list = (ids: readonly string[]) => sql`string_to_array(${ids.join(',')}, ',')`

/**
 * The observations of each vantage and subject within half-open `[from, to)`. Packed by the database: a million
 * separate rows would take several times as long.
 */
export async function listSeen(
  tx: Tx,
  subjectIds: readonly string[],
  from: Date,
  to: Date,
): Promise<SeenRow[]> {
  // Aggregates a month of thousands of subjects in memory instead of on disk.
  if (subjectIds.length >= manySubjects) await tx.execute(sql`select set_config('work_mem', '64MB', true)`)
  const rows = await tx.execute<{ subject_id: string; vantage_id: Id<'vantage'>; seen: string }>(sql`
    select subject_id, vantage_id, string_agg(${packed}, ',' order by at) as seen from probe_transitions
    where subject_id = any(${list(subjectIds)})
      and at >= ${from.toISOString()}::timestamptz and at < ${to.toISOString()}::timestamptz
    group by subject_id, vantage_id`)
  return rows.map((row) => ({ subjectId: row.subject_id, vantageId: row.vantage_id, seen: row.seen }))
}

/** The newest transition before `at` of each pair of subject and vantage that has one, packed likewise. */
export async function listInForce(
  tx: Tx,
  pairs: readonly { subjectId: string; vantageId: Id<'vantage'> }[],
  before: Date,
): Promise<SeenRow[]> {
  const subjects = list(pairs.map(({ subjectId }) => subjectId))
  const vantages = list(pairs.map(({ vantageId }) => vantageId))
  const rows = await tx.execute<{ subject_id: string; vantage_id: Id<'vantage'>; seen: string }>(sql`
    select p.subject_id, p.vantage_id, b.seen from unnest(${subjects}, ${vantages}) p(subject_id, vantage_id)
    cross join lateral (
      select ${packed} as seen from probe_transitions t
      where t.subject_id = p.subject_id and t.vantage_id = p.vantage_id and t.at < ${before.toISOString()}::timestamptz
      order by t.at desc limit 1) b`)
  return rows.map((row) => ({ subjectId: row.subject_id, vantageId: row.vantage_id, seen: row.seen }))
}
