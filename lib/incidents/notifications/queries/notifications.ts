import { eq, inArray, isNotNull } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { newsTellings, statusSubscribers } from '~/db/schema/status'
import type { Id } from '~/lib/kernel/ids'

/** True for the first writer, which sends the notification. */
export async function insertNotification(
  tx: Tx,
  telling: { news: string; audience: Id<'organisation'> | 'public'; toldAt: Date },
): Promise<boolean> {
  const rows = await tx
    .insert(newsTellings)
    .values(telling)
    .onConflictDoNothing()
    .returning({ news: newsTellings.news })
  return rows.length > 0
}

/** The notifications already sent for this news, as `news audience`. */
export async function listNotifications(tx: Tx, news: readonly string[]): Promise<Set<string>> {
  if (news.length === 0) return new Set()
  const rows = await tx
    .select()
    .from(newsTellings)
    .where(inArray(newsTellings.news, [...news]))
  return new Set(rows.map((row) => `${row.news} ${row.audience}`))
}

type SubscriberRow = typeof statusSubscribers.$inferSelect

/** False when the address has a subscription, confirmed or not. */
export async function insertSubscriber(tx: Tx, row: SubscriberRow): Promise<boolean> {
  const rows = await tx
    .insert(statusSubscribers)
    .values(row)
    .onConflictDoNothing()
    .returning({ id: statusSubscribers.id })
  return rows.length > 0
}

export async function findSubscriberByEmail(tx: Tx, email: string): Promise<SubscriberRow | null> {
  const [row] = await tx.select().from(statusSubscribers).where(eq(statusSubscribers.email, email))
  return row ?? null
}

/** False when there is none. Idempotent. */
export async function confirmSubscriber(
  tx: Tx,
  id: Id<'statusSubscriber'>,
  confirmedAt: Date,
): Promise<boolean> {
  const [row] = await tx
    .select({ confirmedAt: statusSubscribers.confirmedAt })
    .from(statusSubscribers)
    .where(eq(statusSubscribers.id, id))
    .for('update')
  if (!row) return false
  if (!row.confirmedAt)
    await tx.update(statusSubscribers).set({ confirmedAt }).where(eq(statusSubscribers.id, id))
  return true
}

export async function deleteSubscriber(tx: Tx, id: Id<'statusSubscriber'>): Promise<void> {
  await tx.delete(statusSubscribers).where(eq(statusSubscribers.id, id))
}

export async function listConfirmedSubscribers(tx: Tx): Promise<SubscriberRow[]> {
  return tx.select().from(statusSubscribers).where(isNotNull(statusSubscribers.confirmedAt))
}
