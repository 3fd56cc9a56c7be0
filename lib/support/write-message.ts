import type { Tx } from '~/db/client'
import { countAttachments, insertAttachments, insertMessage } from '~/db/queries/support/threads'
import { enqueue } from '~/lib/jobs'
import { DomainError, invariant } from '~/lib/kernel/errors'
import { type Id, newId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { type GivenFile, judgeFiles } from './attachment'

/** Of one ticket, whoever attached them. */
const filesMax = 50

type Written = {
  organisationId: Id<'organisation'>
  ticketId: Id<'ticket'>
  body: string
  files: readonly GivenFile[]
}

/**
 * In `tx`: the words and files are in the thread, for good. What a customer writes is told to staff.
 *
 * @throws DomainError `invalid_input` of `files`, with the reason
 */
export async function writeMessage(
  tx: Tx,
  ctx: OpContext,
  { organisationId, ticketId, body, files }: Written,
): Promise<void> {
  const { actor } = ctx
  invariant(actor.kind === 'account' || actor.kind === 'staff', 'people write messages')
  const judged = judgeFiles(files)
  if (judged.length > 0 && (await countAttachments(tx, ticketId)) + judged.length > filesMax)
    throw new DomainError('invalid_input', { field: 'files', params: { reason: 'ticket_files_full' } })
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
  await insertAttachments(
    tx,
    judged.map((file) => ({
      id: newId('ticketAttachment', ctx.now.getTime()),
      organisationId,
      ticketId,
      messageId,
      ...file,
    })),
  )
  if (actor.kind === 'account') await enqueue(tx, 'tell_support', { messageId }, `ticket:${messageId}`)
}
