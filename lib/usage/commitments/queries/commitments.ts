import { and, asc, desc, eq, gt, inArray, isNull, lte, ne, or, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { bundleName } from '~/db/expressions/bundle-name'
import { bundles, commitmentRates } from '~/db/schema'
import { orderLines } from '~/db/schema/ordering/ordering'
import { commitmentExits, commitments } from '~/db/schema/pricing'
import { instances, volumes } from '~/db/schema/resources/compute'
import { type Id, toId } from '~/lib/kernel/ids'

export type CommitmentRow = typeof commitments.$inferSelect
export type CommitmentExitRow = typeof commitmentExits.$inferSelect

/** The commitment agreed when the resource was ordered; null for an hourly one. */
export async function findLineCommitment(tx: Tx, orderLineId: Id<'orderLine'>) {
  const [row] = await tx
    .select({ commitment: orderLines.commitment })
    .from(orderLines)
    .where(eq(orderLines.id, orderLineId))
  return row?.commitment ?? null
}

export async function insertCommitment(tx: Tx, row: typeof commitments.$inferInsert): Promise<void> {
  await tx.insert(commitments).values(row)
}

/** Links the resource to this commitment, or to none. */
export async function setCommitment(
  tx: Tx,
  of: { resourceKind: 'instance' | 'volume'; resourceId: string },
  commitmentId: Id<'commitment'> | null,
): Promise<void> {
  if (of.resourceKind === 'instance')
    await tx
      .update(instances)
      .set({ commitmentId })
      .where(eq(instances.id, toId('instance', of.resourceId)))
  else
    await tx
      .update(volumes)
      .set({ commitmentId })
      .where(eq(volumes.id, toId('volume', of.resourceId)))
}

export async function findCommitment(tx: Tx, id: Id<'commitment'>): Promise<CommitmentRow | null> {
  const [row] = await tx.select().from(commitments).where(eq(commitments.id, id))
  return row ?? null
}

export async function findCommitmentForUpdate(tx: Tx, id: Id<'commitment'>): Promise<CommitmentRow | null> {
  const [row] = await tx.select().from(commitments).where(eq(commitments.id, id)).for('update')
  return row ?? null
}

export async function updateCommitment(
  tx: Tx,
  id: Id<'commitment'>,
  set: Partial<Pick<CommitmentRow, 'bundleId' | 'prices' | 'renewal' | 'state' | 'endedAt' | 'remindedAt'>>,
): Promise<void> {
  await tx.update(commitments).set(set).where(eq(commitments.id, id))
}

/** The start of the first of the consecutive terms on this resource. */
export async function findAnchor(tx: Tx, resourceId: CommitmentRow['resourceId']): Promise<Date | null> {
  const [row] = await tx
    .select({ startedAt: commitments.startedAt })
    .from(commitments)
    .where(and(eq(commitments.resourceId, resourceId), inArray(commitments.state, ['active', 'renewed'])))
    .orderBy(asc(commitments.startedAt))
    .limit(1)
  return row?.startedAt ?? null
}

/** The discount of a commitment of this many months on a bundle at `at`; 0 when none is offered. */
export async function findCommitmentDiscount(
  tx: Tx,
  bundleId: Id<'bundle'>,
  termMonths: number,
  at: Date,
): Promise<number> {
  const [row] = await tx
    .select({ basisPoints: commitmentRates.basisPoints })
    .from(commitmentRates)
    .innerJoin(bundles, eq(bundles.family, commitmentRates.family))
    .where(
      and(
        eq(bundles.id, bundleId),
        eq(commitmentRates.termMonths, termMonths),
        lte(commitmentRates.validFrom, at),
        or(isNull(commitmentRates.validTo), gt(commitmentRates.validTo, at)),
      ),
    )
  return row?.basisPoints ?? 0
}

/** Commitments in or after their term, with their resource, by end, next first. */
export async function listCommitments(tx: Tx, organisationId: Id<'organisation'>, limit: number) {
  return tx
    .select({
      commitment: commitments,
      bundle: { name: bundleName },
      name: sql<string>`coalesce(${instances.name}, ${volumes.name}, '')`,
    })
    .from(commitments)
    .innerJoin(bundles, eq(bundles.id, commitments.bundleId))
    .leftJoin(instances, eq(instances.id, commitments.resourceId as never))
    .leftJoin(volumes, eq(volumes.id, commitments.resourceId as never))
    .where(eq(commitments.organisationId, organisationId))
    .orderBy(sql`${commitments.state} <> 'active'`, asc(commitments.endsAt), desc(commitments.id))
    .limit(limit)
}

/** Commitments with a term that ends by `now`, earliest first. */
export async function listDueCommitments(tx: Tx, now: Date, limit: number): Promise<CommitmentRow[]> {
  return tx
    .select()
    .from(commitments)
    .where(and(eq(commitments.state, 'active'), lte(commitments.endsAt, now)))
    .orderBy(asc(commitments.endsAt), asc(commitments.id))
    .limit(limit)
}

/** Commitments that end by `until`, without a notification so far, except those that opted out. */
export async function listCommitmentsToRemind(tx: Tx, until: Date, limit: number): Promise<CommitmentRow[]> {
  return tx
    .select()
    .from(commitments)
    .where(
      and(
        eq(commitments.state, 'active'),
        lte(commitments.endsAt, until),
        isNull(commitments.remindedAt),
        ne(commitments.renewal, 'silent'),
      ),
    )
    .orderBy(asc(commitments.endsAt), asc(commitments.id))
    .limit(limit)
}

export async function insertExit(tx: Tx, row: typeof commitmentExits.$inferInsert): Promise<void> {
  await tx.insert(commitmentExits).values(row)
}

/** The requested and not cancelled exit fee; null without one. */
export async function findLiveExit(
  tx: Tx,
  commitmentId: Id<'commitment'>,
): Promise<CommitmentExitRow | null> {
  const [row] = await tx
    .select()
    .from(commitmentExits)
    .where(and(eq(commitmentExits.commitmentId, commitmentId), ne(commitmentExits.state, 'voided')))
  return row ?? null
}

export async function updateExit(
  tx: Tx,
  id: Id<'commitmentExit'>,
  set: { state: 'voided' } | { state: 'owed'; owedAt: Date },
): Promise<void> {
  await tx.update(commitmentExits).set(set).where(eq(commitmentExits.id, id))
}

/** Commitments with a requested immediate exit. */
export async function listRequestedExits(tx: Tx, limit: number): Promise<Id<'commitment'>[]> {
  const rows = await tx
    .select({ id: commitmentExits.commitmentId })
    .from(commitmentExits)
    .where(and(eq(commitmentExits.state, 'pending'), eq(commitmentExits.reason, 'left')))
    .orderBy(asc(commitmentExits.askedAt))
    .limit(limit)
  return rows.map((row) => row.id)
}
