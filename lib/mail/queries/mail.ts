import { and, desc, eq, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { isDoubtful } from '~/db/expressions/is-doubtful'
import { installationFacts, mailAttachments, mailMessages } from '~/db/schema/operations'
import type { Id } from '~/lib/kernel/ids'

type Row = typeof mailMessages.$inferInsert

export async function insertMail(
  tx: Tx,
  row: Pick<Row, 'id' | 'recipient' | 'subject' | 'textBody' | 'htmlBody' | 'template'>,
): Promise<void> {
  await tx.insert(mailMessages).values({ ...row, state: 'queued', createdAt: sql`now()` as unknown as Date })
}

export type MailAttachment = { name: string; mediaType: string; content: Uint8Array }

export async function insertMailAttachments(
  tx: Tx,
  mailId: Id<'mail'>,
  attachments: readonly MailAttachment[],
): Promise<void> {
  await tx.insert(mailAttachments).values(attachments.map((each) => ({ mailId, ...each })))
}

export async function listMailAttachments(tx: Tx, mailId: Id<'mail'>): Promise<MailAttachment[]> {
  return tx
    .select({
      name: mailAttachments.name,
      mediaType: mailAttachments.mediaType,
      content: mailAttachments.content,
    })
    .from(mailAttachments)
    .where(eq(mailAttachments.mailId, mailId))
}

export async function deleteMailAttachments(tx: Tx, mailId: Id<'mail'>): Promise<void> {
  await tx.delete(mailAttachments).where(eq(mailAttachments.mailId, mailId))
}

export async function findMail(tx: Tx, id: Id<'mail'>) {
  const [row] = await tx.select().from(mailMessages).where(eq(mailMessages.id, id))
  return row ?? null
}

/** Whether this mail may have been sent before a restore. */
export async function isMailDoubtful(tx: Tx, id: Id<'mail'>): Promise<boolean> {
  const [row] = await tx.execute<{ doubtful: boolean }>(sql`select ${isDoubtful(sql`${id}`)} as doubtful`)
  return row?.doubtful ?? false
}

/** Locks a mail that was not sent yet; false when there is none. */
export async function lockQueuedMail(tx: Tx, id: Id<'mail'>): Promise<boolean> {
  const rows = await tx
    .select({ id: mailMessages.id })
    .from(mailMessages)
    .where(and(eq(mailMessages.id, id), eq(mailMessages.state, 'queued')))
    .for('update')
  return rows.length > 0
}

export async function updateMail(
  tx: Tx,
  id: Id<'mail'>,
  set: Partial<Pick<Row, 'state' | 'attempts' | 'lastError' | 'sentAt' | 'textBody' | 'htmlBody'>>,
): Promise<void> {
  await tx.update(mailMessages).set(set).where(eq(mailMessages.id, id))
}

/** The latest mails, where the installation has a mailbox page. */
export async function listRecentMails(tx: Tx, rowsMax: number) {
  return tx
    .select({
      id: mailMessages.id,
      recipient: mailMessages.recipient,
      subject: mailMessages.subject,
      state: mailMessages.state,
      createdAt: mailMessages.createdAt,
    })
    .from(mailMessages)
    .orderBy(desc(mailMessages.createdAt), desc(mailMessages.id))
    .limit(rowsMax)
}

/** Whether this installation keeps its mail in a mailbox page open to everyone on the machine. */
export async function isMailboxOpen(tx: Tx): Promise<boolean> {
  const [row] = await tx
    .select({ value: installationFacts.value })
    .from(installationFacts)
    .where(eq(installationFacts.name, 'mailbox'))
  return row?.value === 'open'
}
