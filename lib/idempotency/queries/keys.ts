import { and, eq, getTableColumns, inArray, isNull, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { idempotencyKeys } from '~/db/schema/ordering/ordering'
import type { Id } from '~/lib/kernel/ids'

export type IdempotencyRow = typeof idempotencyKeys.$inferSelect

/** A key and the member who chose it. */
export type KeyOf = { organisationId: Id<'organisation'>; accountId: Id<'account'>; key: string }
type Reserved = KeyOf & Pick<IdempotencyRow, 'requestHash' | 'createdAt' | 'expiresAt'>

const leaseOf = (seconds: number) => sql<Date>`clock_timestamp() + make_interval(secs => ${seconds})`

/**
 * Takes the key for this many seconds if it is not leased and its answer has expired. Returns the new holder's
 * fence; null when it is leased or answered.
 */
export async function reserveKey(tx: Tx, row: Reserved, leaseSeconds: number): Promise<number | null> {
  const { requestHash, createdAt, expiresAt } = row
  const leasedUntil = leaseOf(leaseSeconds)
  const { organisationId, accountId, key, response, fence } = idempotencyKeys
  const [taken] = await tx
    .insert(idempotencyKeys)
    .values({ ...row, leasedUntil })
    .onConflictDoUpdate({
      target: [organisationId, accountId, key],
      set: {
        requestHash,
        response: null,
        committedAt: null,
        createdAt,
        expiresAt,
        leasedUntil,
        fence: sql`${fence} + 1`,
      },
      setWhere: sql`case
        when ${response} is null and ${idempotencyKeys.committedAt} is null
          then ${idempotencyKeys.leasedUntil} <= clock_timestamp()
        else ${idempotencyKeys.expiresAt} <= ${createdAt.toISOString()}::timestamptz end`,
    })
    .returning({ fence })
  return taken?.fence ?? null
}

const one = ({ organisationId, accountId, key }: KeyOf) =>
  and(
    eq(idempotencyKeys.organisationId, organisationId),
    eq(idempotencyKeys.accountId, accountId),
    eq(idempotencyKeys.key, key),
  )

const heldWith = (of: KeyOf, fence: number) =>
  and(one(of), eq(idempotencyKeys.fence, fence), isNull(idempotencyKeys.response))

export async function findKey(tx: Tx, of: KeyOf): Promise<(IdempotencyRow & { isLeased: boolean }) | null> {
  const isLeased = sql<boolean>`${idempotencyKeys.leasedUntil} > clock_timestamp()`
  const [row] = await tx
    .select({ ...getTableColumns(idempotencyKeys), isLeased })
    .from(idempotencyKeys)
    .where(one(of))
  return row ?? null
}

export async function findKeyForUpdate(tx: Tx, of: KeyOf): Promise<IdempotencyRow | null> {
  const [row] = await tx.select().from(idempotencyKeys).where(one(of)).for('update')
  return row ?? null
}

/**
 * Extends the holder's lease by this many seconds. Never waits: while the answer is being written, the row's
 * lock replaces the lease.
 */
export async function renewKey(tx: Tx, of: KeyOf, fence: number, leaseSeconds: number): Promise<void> {
  const free = tx
    .select({ key: idempotencyKeys.key })
    .from(idempotencyKeys)
    .where(heldWith(of, fence))
    .for('update', { skipLocked: true })
  await tx
    .update(idempotencyKeys)
    .set({ leasedUntil: leaseOf(leaseSeconds) })
    .where(and(one(of), inArray(idempotencyKeys.key, free)))
}

/** Stores the answer under the key until `expiresAt`. */
export async function storeAnswer(
  tx: Tx,
  of: KeyOf,
  response: Record<string, unknown>,
  expiresAt: Date,
): Promise<void> {
  await tx.update(idempotencyKeys).set({ response, expiresAt }).where(one(of))
}

/**
 * Notes that the open transaction changes something under this key, if it does; returns whether. To be called at its end.
 *
 * @throws Error when another request has taken the key: its own change must not be doubled
 */
export async function noteChange(tx: Tx, of: KeyOf, fence: number): Promise<boolean> {
  const [found] = await tx.execute<{ writes: boolean }>(
    sql`select pg_current_xact_id_if_assigned() is not null as writes`,
  )
  if (!found?.writes) return false
  const rows = await tx
    .update(idempotencyKeys)
    .set({ committedAt: sql`clock_timestamp()` })
    .where(heldWith(of, fence))
    .returning({ key: idempotencyKeys.key })
  if (rows.length === 0) throw new Error('the key of this request was taken by another')
  return true
}

/** Stores what a request ended with, unless it lost the key. */
export async function storeOutcome(
  tx: Tx,
  of: KeyOf,
  fence: number,
  response: Record<string, unknown>,
  expiresAt: Date,
): Promise<void> {
  await tx.update(idempotencyKeys).set({ response, expiresAt }).where(heldWith(of, fence))
}

/** Releases a key without an answer: the next request with it starts over and is counted. */
export async function releaseKey(tx: Tx, of: KeyOf, fence: number): Promise<void> {
  const epoch = sql<Date>`'epoch'::timestamptz`
  await tx
    .update(idempotencyKeys)
    .set({ leasedUntil: epoch, expiresAt: epoch, fence: sql`${idempotencyKeys.fence} + 1` })
    .where(heldWith(of, fence))
}
