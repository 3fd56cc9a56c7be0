import { and, desc, eq, gte, isNotNull, isNull, lte, or, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { staffAccounts } from '~/db/schema/identity/identity'
import { type RecoveryReason, recoveries } from '~/db/schema/recovery'
import type { Id } from '~/lib/kernel/ids'

export type RecoveryRow = typeof recoveries.$inferSelect

/** Nothing may leave this database: see `app.is_outside_held`. */
export async function isOutsideHeld(tx: Tx): Promise<boolean> {
  const [row] = await tx.execute<{ held: boolean }>(sql`select app.is_outside_held() as held`)
  return row?.held ?? true
}

/** Whether hypervisors may be read: see `app.may_compare_outside`. */
export async function mayCompareOutside(tx: Tx): Promise<boolean> {
  const [row] = await tx.execute<{ may: boolean }>(sql`select app.may_compare_outside() as may`)
  return row?.may ?? false
}

/** Returns false when it is another database now, when nothing is held, or when it was allowed before. */
export async function insertComparisonPermission(
  tx: Tx,
  {
    id,
    identity,
    staffId,
    at,
  }: { id: Id<'recovery'>; identity: string; staffId: Id<'staff'> | null; at: Date },
): Promise<boolean> {
  const [row] = await tx.execute<{ allowed: boolean }>(
    sql`select app.allow_comparison(${id}, ${identity}, ${staffId}, ${at.toISOString()}::timestamptz) as allowed`,
  )
  return row?.allowed ?? false
}

/** The last recoveries, the latest first, with who ended each. */
export async function listRecoveries(tx: Tx, limit: number) {
  return tx
    .select({ recovery: recoveries, endedBy: staffAccounts.fullName })
    .from(recoveries)
    .leftJoin(staffAccounts, eq(staffAccounts.id, recoveries.endedByStaffId))
    .orderBy(desc(recoveries.beganAt), desc(recoveries.id))
    .limit(limit)
}

export async function readDatabaseIdentity(tx: Tx): Promise<string> {
  const [row] = await tx.execute<{ identity: string }>(sql`select app.database_identity() as identity`)
  return row?.identity ?? ''
}

/** Records a recovery; without a reason, only if the database is another one. Returns true when this began one. */
export async function insertRecovery(
  tx: Tx,
  { id, reason, at }: { id: Id<'recovery'>; reason: RecoveryReason | null; at: Date },
): Promise<boolean> {
  const [row] = await tx.execute<{ began: boolean }>(
    sql`select app.note_recovery(${id}, ${reason}, ${at.toISOString()}::timestamptz) as began`,
  )
  return row?.began ?? false
}

export async function findOpenRecovery(tx: Tx): Promise<RecoveryRow | null> {
  const [row] = await tx.select().from(recoveries).where(isNull(recoveries.endedAt))
  return row ?? null
}

/**
 * The last instant known to the rows when the recovery began during which a difference was first seen. A held difference: that
 * of the last recovery after which rows were lost, unless the difference was seen before it.
 */
export async function findKnownUntil(
  tx: Tx,
  { firstSeenAt, held }: { firstSeenAt: Date; held: boolean },
): Promise<Date | null> {
  const isDuring = and(
    lte(recoveries.beganAt, firstSeenAt),
    or(isNull(recoveries.endedAt), gte(recoveries.endedAt, firstSeenAt)),
  )
  const [row] = await tx
    .select({ beganAt: recoveries.beganAt, knownUntil: recoveries.knownUntil })
    .from(recoveries)
    .where(held ? eq(recoveries.dataLost, true) : isDuring)
    .orderBy(desc(recoveries.beganAt), desc(recoveries.id))
    .limit(1)
  return row && row.beganAt <= firstSeenAt ? row.knownUntil : null
}

export async function findLastAgreement(tx: Tx): Promise<Date | null> {
  const [row] = await tx
    .select({ endedAt: recoveries.endedAt })
    .from(recoveries)
    .where(isNotNull(recoveries.endedAt))
    .orderBy(desc(recoveries.endedAt))
    .limit(1)
  return row?.endedAt ?? null
}

/** Returns how many operations now wait for a person; null when the database is not the approved one. */
export async function closeRecovery(
  tx: Tx,
  end: { identity: string; staffId: Id<'staff'> | null; dataLost: boolean; at: Date },
): Promise<number | null> {
  const { identity, staffId, dataLost, at } = end
  const [row] = await tx.execute<{ parked: number | null }>(
    sql`select app.end_recovery(${identity}, ${staffId}, ${dataLost}, ${at.toISOString()}::timestamptz) as parked`,
  )
  return row?.parked ?? null
}

/**
 * Returns the instant until which deleted resources are not erased, because rows were lost; null when nothing is held.
 */
export async function findErasuresHeldUntil(tx: Tx): Promise<Date | null> {
  const [row] = await tx.execute<{ at: string }>(sql`
    select to_char(l.value::timestamptz at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at from installation_facts l
    where l.name = 'data_lost_at' and not exists (
      select from installation_facts r where r.name = 'erasures_released_at' and r.value::timestamptz >= l.value::timestamptz)`)
  return row ? new Date(row.at) : null
}

/** Returns false when none were held. */
export async function releaseErasures(tx: Tx, at: Date): Promise<boolean> {
  const [row] = await tx.execute<{ released: boolean }>(
    sql`select app.release_erasures(${at.toISOString()}::timestamptz) as released`,
  )
  return row?.released ?? false
}
