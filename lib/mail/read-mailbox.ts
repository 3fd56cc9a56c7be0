import { type Tx, withShared } from '~/db/client'
import { readVariable } from '~/lib/kernel/configuration/read'
import { DomainError } from '~/lib/kernel/errors'
import { isId } from '~/lib/kernel/ids'
import { isLoopback } from '~/lib/kernel/net/loopback'
import type { OpContext } from '~/lib/kernel/op-context'
import type { MailboxEntry, MailboxMail } from './client'
import { findMail, isMailboxOpen, listRecentMails } from './queries/mail'

const rowsMax = 100

/**
 * An embedded installation without a mail server shows its mail, single-use links included, to every visitor of the
 * site: therefore only where the site listens on the loopback interface and is addressed by a loopback name.
 */
async function isMailboxShown(tx: Tx): Promise<boolean> {
  const site = readVariable('NEXTAUTH_URL')
  if (!isLoopback(readVariable('HOST')) || (site && !isLoopback(new URL(site).hostname))) return false
  return isMailboxOpen(tx)
}

async function authorizeMailbox(tx: Tx): Promise<void> {
  if (!(await isMailboxShown(tx))) throw new DomainError('not_found', { internal: 'the mailbox is closed' })
}

/**
 * The latest mails of the installation.
 *
 * @throws DomainError `not_found` when it has a mail server or is reachable by others
 */
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

/** Whether the mailbox page exists here, to show a link to it. */
export async function hasMailbox(ctx: OpContext): Promise<boolean> {
  return withShared(ctx, isMailboxShown)
}
