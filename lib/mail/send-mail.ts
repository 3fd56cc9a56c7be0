import { withSystem } from '~/db/client'
import { DomainError } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import { log } from '~/lib/kernel/log'
import type { OpContext } from '~/lib/kernel/op-context'
import { addSeconds } from '~/lib/kernel/time/clock'
import { inChildSpan } from '~/lib/kernel/tracing/tracer'
import {
  deleteMailAttachments,
  findMail,
  isMailDoubtful,
  listMailAttachments,
  updateMail,
} from './queries/mail'
import { enqueueMail, type MailJob } from './queue-mail'
import { mailSender, mailTransport } from './transport'

/** Equals the queue's attempts per job. */
const attemptsMax = 12

/**
 * Sends a queued mail or, without a mail server, keeps it for the mailbox page; one that may have been sent before a restore
 * waits for two people, who enqueue it again. Idempotent. Throws when the server
 * rejects it, so that the queue retries; after the last attempt the mail is `failed`. The content of a sent mail is
 * blanked, because it may contain a single-use link.
 *
 * @param input.job the job that calls; a mail that fails for the reason of the other job is moved to it
 */
export async function sendMail(ctx: OpContext, input: { mailId: Id<'mail'>; job?: MailJob }): Promise<void> {
  if (ctx.actor.kind !== 'system') throw new DomainError('forbidden')
  const mail = await withSystem(ctx, async (tx) =>
    (await isMailDoubtful(tx, input.mailId)) ? null : findMail(tx, input.mailId),
  )
  if (mail?.state !== 'queued') return
  const transport = mailTransport()
  if (!transport) {
    await withSystem(ctx, (tx) => updateMail(tx, mail.id, { state: 'kept' }))
    return
  }
  const attempts = mail.attempts + 1
  const attachments = await withSystem(ctx, (tx) => listMailAttachments(tx, mail.id))
  try {
    const message = {
      // Stable over all attempts, so that a mail sent twice is recognised as one.
      messageId: `<${mail.id}@${senderDomain()}>`,
      from: mailSender(),
      to: { name: '', address: mail.recipient },
      subject: mail.subject,
      text: mail.textBody,
      html: mail.htmlBody,
      attachments: attachments.map(({ name, mediaType, content }) => ({
        filename: name,
        contentType: mediaType,
        content: Buffer.from(content),
      })),
      headers: { 'Auto-Submitted': 'auto-generated' },
    }
    await inChildSpan('smtp send', { kind: 'client' }, () => transport.sendMail(message))
  } catch (error) {
    const state = attempts >= attemptsMax ? 'failed' : 'queued'
    const lastError = error instanceof Error ? error.message.slice(0, 500) : 'unknown'
    const job = isDeferral(error) ? 'send_deferred_mail' : 'send_mail'
    const isMoved = state === 'queued' && job !== (input.job ?? 'send_mail')
    await withSystem(ctx, async (tx) => {
      await updateMail(tx, mail.id, { state, attempts, lastError })
      if (state === 'failed') await deleteMailAttachments(tx, mail.id)
      if (isMoved) await enqueueMail(tx, mail.id, job, addSeconds(ctx.now, retrySeconds(attempts)))
    })
    if (isMoved) return
    if (state === 'queued') throw error
    log.warn({ mailId: mail.id, err: error }, 'mail given up')
    return
  }
  await withSystem(ctx, async (tx) => {
    await updateMail(tx, mail.id, { state: 'sent', attempts, sentAt: ctx.now, textBody: '', htmlBody: '' })
    await deleteMailAttachments(tx, mail.id)
  })
}

/** As the queue waits between attempts. */
const retrySeconds = (attempts: number) => Math.round(Math.exp(Math.min(attempts, 10)))

/**
 * Whether the recipient's server defers the mail, as greylisting does. A server of ours that fails refuses the
 * connection, the sender or the content, or ends the session with 421.
 */
function isDeferral(error: unknown): boolean {
  const { command, responseCode } = error as { command?: unknown; responseCode?: unknown }
  return command === 'RCPT TO' && (responseCode === 450 || responseCode === 451 || responseCode === 452)
}

function senderDomain(): string {
  return /@([^>\s]+)/.exec(mailSender())?.[1] ?? 'localhost'
}
