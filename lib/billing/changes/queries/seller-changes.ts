import { and, desc, eq, getTableColumns, gt, gte, inArray, max, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { type ChangeSubject, sellerChanges } from '~/db/schema/billing/seller-changes'
import { staffAccounts } from '~/db/schema/identity/identity'
import type { Id } from '~/lib/kernel/ids'

export type { ChangeSubject } from '~/db/schema/billing/seller-changes'
export type SellerChangeRow = Omit<typeof sellerChanges.$inferSelect, 'sealed'>

/** No site may read the secrets. */
const { sealed: _, ...readable } = getTableColumns(sellerChanges)

/** Locks this subject until the transaction ends: no other change, proposal or decision of it runs. */
export async function lockChangeSubject(tx: Tx, subject: ChangeSubject): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended('seller change ' || ${subject}, 0))`)
}

export async function insertSellerChange(tx: Tx, row: typeof sellerChanges.$inferInsert): Promise<void> {
  await tx.insert(sellerChanges).values(row)
}

export async function findSellerChange(tx: Tx, id: Id<'sellerChange'>): Promise<SellerChangeRow | null> {
  const [row] = await tx.select(readable).from(sellerChanges).where(eq(sellerChanges.id, id))
  return row ?? null
}

/** The pending change of this subject. */
export async function findOpenSellerChange(tx: Tx, subject: ChangeSubject): Promise<SellerChangeRow | null> {
  const [row] = await tx
    .select(readable)
    .from(sellerChanges)
    .where(and(eq(sellerChanges.subject, subject), eq(sellerChanges.state, 'proposed')))
  return row ?? null
}

/**
 * Whether this person has proposed a change of this subject since `since` that is undecided, including replaced ones.
 */
export async function hasProposedSince(
  tx: Tx,
  subject: ChangeSubject,
  { staffId, since }: { staffId: Id<'staff'>; since: Date },
): Promise<boolean> {
  const isOfSubject = eq(sellerChanges.subject, subject)
  const [decided] = await tx
    .select({ at: max(sellerChanges.decidedAt) })
    .from(sellerChanges)
    .where(and(isOfSubject, inArray(sellerChanges.state, ['agreed', 'refused'])))
  const [row] = await tx
    .select({ id: sellerChanges.id })
    .from(sellerChanges)
    .where(
      and(
        isOfSubject,
        eq(sellerChanges.proposedByStaffId, staffId),
        inArray(sellerChanges.state, ['proposed', 'replaced']),
        gte(sellerChanges.proposedAt, since),
        decided?.at ? gt(sellerChanges.proposedAt, decided.at) : undefined,
      ),
    )
    .limit(1)
  return row !== undefined
}

/** False when it was already decided. */
export async function closeSellerChange(
  tx: Tx,
  id: Id<'sellerChange'>,
  set: { state: 'agreed' | 'refused' | 'replaced'; decidedByStaffId: Id<'staff'>; decidedAt: Date },
): Promise<boolean> {
  const rows = await tx
    .update(sellerChanges)
    .set(set)
    .where(and(eq(sellerChanges.id, id), eq(sellerChanges.state, 'proposed')))
    .returning({ id: sellerChanges.id })
  return rows.length === 1
}

/** Puts the accepted change into effect, together with secrets that only the database reads. */
export async function applySealedChange(tx: Tx, id: Id<'sellerChange'>, at: Date): Promise<void> {
  await tx.execute(sql`select app.apply_sealed_change(${id}, ${at.toISOString()}::timestamptz)`)
}

/** Changes waiting for a second approver, latest first. */
export async function listOpenSellerChanges(tx: Tx) {
  return tx
    .select({
      id: sellerChanges.id,
      subject: sellerChanges.subject,
      before: sellerChanges.before,
      after: sellerChanges.after,
      proposedByStaffId: sellerChanges.proposedByStaffId,
      proposedBy: staffAccounts.fullName,
      proposedAt: sellerChanges.proposedAt,
    })
    .from(sellerChanges)
    .innerJoin(staffAccounts, eq(staffAccounts.id, sellerChanges.proposedByStaffId))
    .where(eq(sellerChanges.state, 'proposed'))
    .orderBy(desc(sellerChanges.proposedAt), desc(sellerChanges.id))
}
