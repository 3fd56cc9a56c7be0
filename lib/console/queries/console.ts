import { and, count, eq, gt, isNotNull, isNull, lt, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { consoleTickets } from '~/db/schema/console'
import { instances } from '~/db/schema/resources/compute'
import type { Id } from '~/lib/kernel/ids'

export type ConsoleTicketRow = typeof consoleTickets.$inferSelect

export async function insertTicket(tx: Tx, row: typeof consoleTickets.$inferInsert): Promise<void> {
  await tx.insert(consoleTickets).values(row)
}

/** Uses the ticket up; null when it is unknown, expired or used. */
export async function useTicket(tx: Tx, secretHash: string, now: Date): Promise<ConsoleTicketRow | null> {
  const [row] = await tx
    .update(consoleTickets)
    .set({ usedAt: now, seenAt: now })
    .where(
      and(
        eq(consoleTickets.secretHash, secretHash),
        isNull(consoleTickets.usedAt),
        gt(consoleTickets.expiresAt, now),
      ),
    )
    .returning()
  return row ?? null
}

/** Serialises the counting and opening of this person's consoles until the transaction ends. */
export async function lockConsolesOf(tx: Tx, accountId: Id<'account'>): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`console:${accountId}`}, 0))`)
}

const isOpen = and(isNotNull(consoleTickets.usedAt), isNull(consoleTickets.closedAt))

/** Consoles of this person that a gateway reported since. */
export async function countOpenConsoles(tx: Tx, accountId: Id<'account'>, since: Date): Promise<number> {
  const [row] = await tx
    .select({ open: count() })
    .from(consoleTickets)
    .where(and(eq(consoleTickets.accountId, accountId), isOpen, gt(consoleTickets.seenAt, since)))
  return row?.open ?? 0
}

/** Returns false when it has been closed meanwhile. */
export async function touchConsole(tx: Tx, secretHash: string, now: Date): Promise<boolean> {
  const rows = await tx
    .update(consoleTickets)
    .set({ seenAt: now })
    .where(and(eq(consoleTickets.secretHash, secretHash), isOpen))
    .returning({ hash: consoleTickets.secretHash })
  return rows.length === 1
}

/** Returns false when it was already closed. */
export async function closeConsole(tx: Tx, secretHash: string, now: Date): Promise<boolean> {
  const rows = await tx
    .update(consoleTickets)
    .set({ closedAt: now })
    .where(and(eq(consoleTickets.secretHash, secretHash), isOpen))
    .returning({ hash: consoleTickets.secretHash })
  return rows.length === 1
}

/** Closes consoles that no gateway reported since; returns them. */
export async function closeSilentConsoles(tx: Tx, since: Date, now: Date): Promise<ConsoleTicketRow[]> {
  return tx
    .update(consoleTickets)
    .set({ closedAt: now })
    .where(and(isOpen, lt(consoleTickets.seenAt, since)))
    .returning()
}

export async function findInstanceFacts(tx: Tx, id: Id<'instance'>) {
  const [row] = await tx
    .select({
      projectId: instances.projectId,
      state: instances.state,
      isProtected: instances.isProtected,
    })
    .from(instances)
    .where(eq(instances.id, id))
  return row ?? null
}
