import { and, asc, count, eq, inArray, not, notInArray, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { zones } from '~/db/schema/catalogue'
import { drifts, quarantinedObjects } from '~/db/schema/hypervisors'
import { doubtfulSendings } from '~/db/schema/recovery'

/** The rest of a failed creation: it is a point as an object. */
const isQuarantined = sql`exists (select from quarantined_objects q
  where q.zone_id = ${drifts.zoneId} and q.subject = ${drifts.subject} and q.state not in ('gone', 'deleted'))`

/** Kinds of differences: only those, or all others. */
export type Kinds = { only: readonly string[] } | { except: readonly string[] }

const isOpen = (kinds: Kinds) =>
  and(
    eq(drifts.state, 'open'),
    'only' in kinds ? inArray(drifts.kind, [...kinds.only]) : notInArray(drifts.kind, [...kinds.except]),
    not(isQuarantined),
  )

/** Counts objects without a row without a decision. */
export async function countUndecidedObjects(tx: Tx): Promise<number> {
  const [row] = await tx
    .select({ n: count() })
    .from(quarantinedObjects)
    .where(inArray(quarantinedObjects.state, ['kept', 'proposed']))
  return row?.n ?? 0
}

/** Counts what may have been sent before the restore and has no decision. */
export async function countUndecidedSendings(tx: Tx): Promise<number> {
  return tx.$count(doubtfulSendings, inArray(doubtfulSendings.state, ['open', 'proposed']))
}

export async function countOpenDifferences(tx: Tx, kinds: Kinds): Promise<number> {
  const [row] = await tx.select({ n: count() }).from(drifts).where(isOpen(kinds))
  return row?.n ?? 0
}

/** Open differences with their zone, by zone and kind. */
export async function listDifferences(tx: Tx, kinds: Kinds, limit: number) {
  return tx
    .select({ drift: drifts, zoneCode: zones.code, zoneName: zones.name })
    .from(drifts)
    .innerJoin(zones, eq(zones.id, drifts.zoneId))
    .where(isOpen(kinds))
    .orderBy(asc(zones.code), asc(drifts.kind), asc(drifts.subject))
    .limit(limit)
}
