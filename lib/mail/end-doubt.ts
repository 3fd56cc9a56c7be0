import type { Tx } from '~/db/client'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { deleteMailAttachments, lockQueuedMail, updateMail } from './queries/mail'
import { enqueueMail } from './queue-mail'

/** Sends a mail that waited for a decision after a restore, or records that it was sent before. */
export async function endDoubtOfMail(
  tx: Tx,
  ctx: OpContext,
  mailId: Id<'mail'>,
  outcome: 'send' | 'sent',
): Promise<void> {
  if (!(await lockQueuedMail(tx, mailId))) return
  if (outcome === 'send') return enqueueMail(tx, mailId)
  await updateMail(tx, mailId, { state: 'sent', sentAt: ctx.now, textBody: '', htmlBody: '' })
  await deleteMailAttachments(tx, mailId)
}
