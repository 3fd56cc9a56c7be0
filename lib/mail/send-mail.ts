import { withSystem } from '~/db/client'
import { DomainError } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import { log } from '~/lib/kernel/log'
import type { OpContext } from '~/lib/kernel/op-context'
import { inChildSpan } from '~/lib/kernel/tracing/tracer'
import {
  deleteMailAttachments,
  findMail,
  isMailDoubtful,
  listMailAttachments,
  updateMail,
} from './queries/mail'
import { mailSender, mailTransport } from './transport'

/** Equals the queue's attempts per job. */
const attemptsMax = 12

/**
 * Sends a queued mail or, without a mail server, keeps it for the mailbox page; one that may have been sent before a restore
 * waits for two people, who enqueue it again. Idempotent. Throws when the server
 * rejects it, so that the queue retries; after the last attempt the mail is `failed`. The content of a sent mail is
 * blanked, because it may contain a single-use link.
 */
export async function sendMail(ctx: OpContext, input: { mailId: Id<'mail'> }): Promise<void> {
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
    await withSystem(ctx, async (tx) => {
      await updateMail(tx, mail.id, { state, attempts, lastError })
      if (state === 'failed') await deleteMailAttachments(tx, mail.id)
    })
    if (state === 'queued') throw error
    log.warn({ mailId: mail.id, err: error }, 'mail given up')
    return
  }
  await withSystem(ctx, async (tx) => {
    await updateMail(tx, mail.id, { state: 'sent', attempts, sentAt: ctx.now, textBody: '', htmlBody: '' })
    await deleteMailAttachments(tx, mail.id)
  })
}

function senderDomain(): string {
  return /@([^>\s]+)/.exec(mailSender())?.[1] ?? 'localhost'
}
