import { and, eq, inArray, isNull, lt, lte, not, or, type SQL, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { sagas } from '~/db/schema/provisioning'
import type { Id } from '~/lib/kernel/ids'
import { hasUnknownStep, textArray } from './known-steps'

/** The holder of the lease may write with its fence number; each takeover raises the number. */
export type Lease = { sagaId: Id<'saga'>; owner: string; fence: bigint }

export type SagaRow = typeof sagas.$inferSelect

// Leases use the database's clock, the only one that all workers share.
const leaseEnd = (seconds: number) => sql`clock_timestamp() + make_interval(secs => ${seconds})`
export const leaseIsFree = or(isNull(sagas.leaseExpiresAt), lt(sagas.leaseExpiresAt, sql`clock_timestamp()`))
const isMoving = inArray(sagas.state, ['running', 'undoing'])
/** While the database waits for an operator, no saga is taken and none continues. */
const mayLeave = sql`(select not app.is_outside_held())`

const dueAndFree = (now: Date): SQL | undefined =>
  and(isMoving, lte(sagas.runAfter, now), leaseIsFree, mayLeave)

/** Acquires a saga that is due, free and known here; null when it is not, or when another worker was faster. */
export async function acquireLease(
  tx: Tx,
  wanted: {
    sagaId: Id<'saga'>
    owner: string
    now: Date
    leaseSeconds: number
    vocabulary: readonly string[]
  },
): Promise<SagaRow | null> {
  const [row] = await tx
    .update(sagas)
    .set({
      fence: sql`${sagas.fence} + 1`,
      leaseOwner: wanted.owner,
      leaseExpiresAt: leaseEnd(wanted.leaseSeconds),
    })
    .where(
      and(
        eq(sagas.id, wanted.sagaId),
        dueAndFree(wanted.now),
        not(hasUnknownStep(textArray(wanted.vocabulary))),
      ),
    )
    .returning()
  return row ?? null
}

/** Stores where the trace of a saga goes on. The caller has acquired its lease in `tx`. */
export async function storeTrace(tx: Tx, sagaId: Id<'saga'>, traceparent: string): Promise<void> {
  await tx.update(sagas).set({ traceparent }).where(eq(sagas.id, sagaId))
}

/** Extends a lease; false when it was taken over. */
export async function extendLease(tx: Tx, lease: Lease, leaseSeconds: number): Promise<boolean> {
  const rows = await tx
    .update(sagas)
    .set({ leaseExpiresAt: leaseEnd(leaseSeconds) })
    .where(isHeld(lease))
    .returning({ id: sagas.id })
  return rows.length === 1
}

/** Releases a lease, so that the next attempt need not wait for its expiry. */
export async function releaseLease(tx: Tx, lease: Lease): Promise<void> {
  await tx.update(sagas).set({ leaseOwner: null, leaseExpiresAt: null }).where(isHeld(lease))
}

/**
 * Locks the saga's row for this transaction; false when the lease was taken over, or when this is not the database in
 * which it was acquired: then nothing may be written.
 */
export async function lockLease(tx: Tx, lease: Lease): Promise<boolean> {
  const rows = await tx
    .select({ id: sagas.id })
    .from(sagas)
    .where(and(isHeld(lease), mayLeave))
    .for('update')
  return rows.length === 1
}

/** Whether the lease is still held. */
export async function isLeaseHeld(tx: Tx, lease: Lease): Promise<boolean> {
  const rows = await tx
    .select({ id: sagas.id })
    .from(sagas)
    .where(and(isHeld(lease), mayLeave))
  return rows.length === 1
}

/** Updates a saga under its lease. The caller has locked it. */
export async function updateHeldSaga(
  tx: Tx,
  lease: Lease,
  set: Partial<typeof sagas.$inferInsert>,
): Promise<void> {
  await tx.update(sagas).set(set).where(isHeld(lease))
}

const isHeld = (lease: Lease) =>
  and(eq(sagas.id, lease.sagaId), eq(sagas.fence, lease.fence), eq(sagas.leaseOwner, lease.owner))

export type DueSaga = { id: Id<'saga'>; organisationId: Id<'organisation'> }

/** Sagas that are due and free, longest due first, at most `perOrganisation` per organisation, without `except`. */
export async function listDueSagas(
  tx: Tx,
  limits: { now: Date; perOrganisation: number; total: number; except: readonly Id<'saga'>[] },
): Promise<DueSaga[]> {
  const due = tx
    .select({
      id: sagas.id,
      organisationId: sagas.organisationId,
      runAfter: sagas.runAfter,
      turn: sql<number>`row_number() over (partition by ${sagas.organisationId} order by ${sagas.runAfter}, ${sagas.id})`.as(
        'turn',
      ),
    })
    .from(sagas)
    .where(
      and(
        dueAndFree(limits.now),
        limits.except.length > 0
          ? sql`not exists (select from unnest(${textArray(limits.except)}) e(id) where e.id = ${sagas.id})`
          : undefined,
      ),
    )
    .as('due')
  return tx
    .select({ id: due.id, organisationId: due.organisationId })
    .from(due)
    .where(lte(due.turn, limits.perOrganisation))
    .orderBy(due.turn, due.runAfter, due.id)
    .limit(limits.total)
}

/** Due sagas with a step that `vocabulary` lacks. */
export async function listUnknownSagas(
  tx: Tx,
  { now, vocabulary }: { now: Date; vocabulary: readonly string[] },
): Promise<{ id: Id<'saga'>; kind: string }[]> {
  return tx
    .select({ id: sagas.id, kind: sagas.kind })
    .from(sagas)
    .where(and(dueAndFree(now), hasUnknownStep(textArray(vocabulary))))
    .limit(10_000)
}
