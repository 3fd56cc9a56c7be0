import { and, desc, eq, gt, isNull, or, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { zones } from '~/db/schema/catalogue'
import { staffAccounts } from '~/db/schema/identity/identity'
import { meteringKeys } from '~/db/schema/metering'
import type { Id } from '~/lib/kernel/ids'

const opensAt = (now: Date) => or(isNull(meteringKeys.endsAt), gt(meteringKeys.endsAt, now))

export async function insertKey(tx: Tx, row: typeof meteringKeys.$inferInsert): Promise<void> {
  await tx.insert(meteringKeys).values(row)
}

/** The valid key of this secret. */
export async function findOpenKey(tx: Tx, secretSha256: string, now: Date) {
  const [row] = await tx
    .select({ id: meteringKeys.id, zoneId: meteringKeys.zoneId, lastUsedAt: meteringKeys.lastUsedAt })
    .from(meteringKeys)
    .where(and(eq(meteringKeys.secretSha256, secretSha256), opensAt(now)))
  return row ?? null
}

export async function findKeyForUpdate(tx: Tx, id: Id<'meteringKey'>) {
  const [row] = await tx.select().from(meteringKeys).where(eq(meteringKeys.id, id)).for('update')
  return row ?? null
}

export async function endKey(tx: Tx, id: Id<'meteringKey'>, endsAt: Date): Promise<void> {
  await tx.update(meteringKeys).set({ endsAt }).where(eq(meteringKeys.id, id))
}

/** Updates last-used; skips a locked row, so that intake never waits. */
export async function touchKey(tx: Tx, id: Id<'meteringKey'>, lastUsedAt: Date): Promise<void> {
  await tx.execute(sql`
    update metering_keys set last_used_at = ${lastUsedAt.toISOString()}::timestamptz
    where id in (select id from metering_keys where id = ${id} for update skip locked)`)
}

/** Every key, valid ones first. */
export async function listKeys(tx: Tx, now: Date, limit: number) {
  return tx
    .select({
      id: meteringKeys.id,
      zone: zones.code,
      name: meteringKeys.name,
      createdAt: meteringKeys.createdAt,
      createdBy: staffAccounts.fullName,
      endsAt: meteringKeys.endsAt,
      lastUsedAt: meteringKeys.lastUsedAt,
    })
    .from(meteringKeys)
    .innerJoin(zones, eq(zones.id, meteringKeys.zoneId))
    .innerJoin(staffAccounts, eq(staffAccounts.id, meteringKeys.createdByStaffId))
    .orderBy(sql`(${opensAt(now)}) desc`, desc(meteringKeys.createdAt), desc(meteringKeys.id))
    .limit(limit)
}

/** Zones with a valid key for meters: there the worker's counters are not counted. */
export const keyedZones = (now: Date) =>
  sql`select zone_id from metering_keys where ends_at is null or ends_at > ${now.toISOString()}::timestamptz`
