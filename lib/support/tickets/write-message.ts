import type { Tx } from '~/db/client'
import { enqueue } from '~/lib/jobs'
import { invariant } from '~/lib/kernel/errors'
import { type Id, newId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { type FileInput, identifyFile, refuseFile } from '../files/attachment'
import { countAttachments, insertAttachments, insertMessage } from '../queries/threads'
import { claimUploads } from '../queries/uploads'

/** Per ticket, over all authors. */
const filesMax = 50

type Written = {
  organisationId: Id<'organisation'>
  ticketId: Id<'ticket'>
  body: string
  /** Uploads of its author. */
  files: readonly Id<'ticketUpload'>[]
  /** A file created by the server. */
  evidence?: FileInput | undefined
}

/**
 * In `tx`: adds a message with files to the thread, permanently, and notifies staff of a customer's message.
 *
 * @throws DomainError `invalid_input` of `files`, with the reason
 */
export async function writeMessage(
  tx: Tx,
  ctx: OpContext,
  { organisationId, ticketId, body, files, evidence }: Written,
): Promise<void> {
  const { actor } = ctx
  invariant(actor.kind === 'account' || actor.kind === 'staff', 'people write messages')
  const count = files.length + (evidence ? 1 : 0)
  if (count > 0 && (await countAttachments(tx, ticketId)) + count > filesMax)
    throw refuseFile('ticket_files_full')
  const messageId = newId('ticketMessage', ctx.now.getTime())
  await insertMessage(tx, {
    id: messageId,
    organisationId,
    ticketId,
    side: actor.kind === 'account' ? 'customer' : 'support',
    accountId: actor.kind === 'account' ? actor.accountId : null,
    staffId: actor.kind === 'staff' ? actor.staffId : null,
    body,
    createdAt: ctx.now,
  })
  const place = { organisationId, ticketId, messageId }
  const newFileId = () => newId('ticketAttachment', ctx.now.getTime())
  if (evidence) await insertAttachments(tx, [{ id: newFileId(), ...place, ...identifyFile(evidence) }])
  if (files.length > 0) {
    const sender =
      actor.kind === 'account'
        ? { organisationId, accountId: actor.accountId, staffId: null }
        : { organisationId: null, accountId: null, staffId: actor.staffId }
    const named = files.map((uploadId) => ({ uploadId, id: newFileId() }))
    if ((await claimUploads(tx, sender, named, place)) !== files.length) throw refuseFile('upload_gone')
  }
  if (actor.kind === 'account') await enqueue(tx, 'tell_support', { messageId }, `ticket:${messageId}`)
}
