import { and, asc, count, eq } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { accounts } from '~/db/schema/identity/identity'
import { ticketAttachments, ticketMessages } from '~/db/schema/support'
import type { Id } from '~/lib/kernel/ids'

export async function insertMessage(tx: Tx, row: typeof ticketMessages.$inferInsert): Promise<void> {
  await tx.insert(ticketMessages).values(row)
}

export async function insertAttachments(
  tx: Tx,
  rows: (typeof ticketAttachments.$inferInsert)[],
): Promise<void> {
  if (rows.length > 0) await tx.insert(ticketAttachments).values(rows)
}

export async function countAttachments(tx: Tx, ticketId: Id<'ticket'>): Promise<number> {
  const [row] = await tx
    .select({ files: count() })
    .from(ticketAttachments)
    .where(eq(ticketAttachments.ticketId, ticketId))
  return row?.files ?? 0
}

/** The thread, oldest first. */
export async function listMessages(tx: Tx, ticketId: Id<'ticket'>) {
  return tx
    .select({
      id: ticketMessages.id,
      side: ticketMessages.side,
      author: accounts.fullName,
      staffId: ticketMessages.staffId,
      body: ticketMessages.body,
      createdAt: ticketMessages.createdAt,
    })
    .from(ticketMessages)
    .leftJoin(accounts, eq(accounts.id, ticketMessages.accountId))
    .where(eq(ticketMessages.ticketId, ticketId))
    .orderBy(asc(ticketMessages.createdAt), asc(ticketMessages.id))
}

/** Attachments of the messages, without their bytes. */
export async function listAttachments(tx: Tx, ticketId: Id<'ticket'>) {
  return tx
    .select({
      id: ticketAttachments.id,
      messageId: ticketAttachments.messageId,
      name: ticketAttachments.name,
      sizeBytes: ticketAttachments.sizeBytes,
    })
    .from(ticketAttachments)
    .where(eq(ticketAttachments.ticketId, ticketId))
    .orderBy(asc(ticketAttachments.id))
}

export async function findAttachment(tx: Tx, id: Id<'ticketAttachment'>) {
  const [row] = await tx.select().from(ticketAttachments).where(eq(ticketAttachments.id, id))
  return row ?? null
}

/** The message, and whether it is the ticket's first. */
export async function findMessage(tx: Tx, id: Id<'ticketMessage'>) {
  const [row] = await tx.select().from(ticketMessages).where(eq(ticketMessages.id, id))
  if (!row) return null
  const [first] = await tx
    .select({ id: ticketMessages.id })
    .from(ticketMessages)
    .where(and(eq(ticketMessages.ticketId, row.ticketId)))
    .orderBy(asc(ticketMessages.createdAt), asc(ticketMessages.id))
    .limit(1)
  return { ...row, isFirst: first?.id === id }
}
