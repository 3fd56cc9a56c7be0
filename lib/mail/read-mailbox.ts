import { type Tx, withShared } from '~/db/client'
import { findMail, isMailboxOpen, listRecentMails } from '~/db/queries/mail'
import { DomainError } from '~/lib/kernel/errors'
import { isId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import type { MailboxEntry, MailboxMail } from './client'

const rowsMax = 100

/** An embedded installation without a mail server shows its mail to whoever can open the site; no other does. */
async function authorizeMailbox(tx: Tx): Promise<void> {
  if (!(await isMailboxOpen(tx))) throw new DomainError('not_found', { internal: 'the mailbox is closed' })
}

/** The latest mails of the installation. @throws DomainError `not_found` when it has a mail server */
export async function listMailbox(ctx: OpContext): Promise<MailboxEntry[]> {
  return withShared(ctx, async (tx) => {
    await authorizeMailbox(tx)
    const rows = await listRecentMails(tx, rowsMax)
    return rows.map((row) => ({ ...row, createdAt: row.createdAt.toISOString() }))
  })
}

/** One mail of the mailbox. @throws DomainError `not_found` */
export async function readMailboxMail(ctx: OpContext, mailId: string): Promise<MailboxMail> {
  return withShared(ctx, async (tx) => {
    await authorizeMailbox(tx)
    const row = isId('mail', mailId) ? await findMail(tx, mailId) : null
    if (!row) throw new DomainError('not_found')
    return {
      id: row.id,
      recipient: row.recipient,
      subject: row.subject,
      state: row.state,
      createdAt: row.createdAt.toISOString(),
      text: row.textBody,
    }
  })
}

/** Whether the mailbox page exists here: to show a link to it. */
export async function hasMailbox(ctx: OpContext): Promise<boolean> {
  return withShared(ctx, (tx) => isMailboxOpen(tx))
}
