import type { Tx } from '~/db/client'
import { enqueue } from '~/lib/jobs'
import { type Id, newId } from '~/lib/kernel/ids'
import type { Locale } from '~/lib/kernel/text/locale'
import { type MailTemplate, renderMail } from './frame'
import { insertMail, insertMailAttachments, type MailAttachment } from './queries/mail'
import { type MailParams, type MailTemplateName, mailTemplates } from './templates'

/** Renders and queues a mail; it is sent after `tx` commits, and not at all if `tx` rolls back. */
export async function queueMail<N extends MailTemplateName>(
  tx: Tx,
  mail: {
    /** Where the caller refers to it. */
    id?: Id<'mail'>
    to: string
    template: N
    locale: Locale
    params: MailParams<N>
    /** Small files; only the worker may attach some. */
    attachments?: readonly MailAttachment[]
  },
): Promise<void> {
  const template = mailTemplates[mail.template] as unknown as MailTemplate<MailParams<N>>
  const { subject, text, html } = renderMail(template[mail.locale](mail.params), mail.locale)
  const { id = newId('mail') } = mail
  await insertMail(tx, {
    id,
    recipient: mail.to,
    subject,
    textBody: text,
    htmlBody: html,
    template: mail.template,
  })
  if (mail.attachments) await insertMailAttachments(tx, id, mail.attachments)
  await enqueueMail(tx, id)
}

/** The job of a mail: `send_deferred_mail` while the recipient's server defers it, so that our own server's backlog is seen. */
export type MailJob = 'send_mail' | 'send_deferred_mail'

export const enqueueMail = (
  tx: Tx,
  mailId: Id<'mail'>,
  job: MailJob = 'send_mail',
  runAt: Date | null = null,
) => enqueue(tx, job, { mailId }, `mail:${mailId}`, runAt)
