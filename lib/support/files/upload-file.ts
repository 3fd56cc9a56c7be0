import type { Tx } from '~/db/client'
import { withOrganisation, withStaff } from '~/db/client'
import { authorize, authorizeStaff, limitUploads } from '~/lib/identity'
import { invariant } from '~/lib/kernel/errors'
import { readAtMost } from '~/lib/kernel/files/upload'
import { type Id, newId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { attachmentBounds } from '../choices'
import * as queries from '../queries/uploads'
import { type IdentifiedFile, identifyFile, refuseFile } from './attachment'

/** Over all tickets of an organisation. */
const allBytesMax = 1024 * 1024 * 1024
/** Enough for two messages being written at once; uploads for a third replace the oldest. */
const waitingMax = 2 * attachmentBounds.filesMax

type Sent = { name: string; content: AsyncIterable<Uint8Array> }
type Uploaded = { uploadId: Id<'ticketUpload'> }

/**
 * Stores a file for a day until its sender's message uses it; until then only the sender sees it. Its type is
 * determined from its bytes. Nothing is read before the sender's permission and the free space are checked.
 *
 * @throws DomainError `forbidden`, `rate_limited`, `invalid_input` of `files` with the reason
 */
export async function uploadTicketFile(ctx: OpContext, input: Sent): Promise<Uploaded> {
  const organisationId = authorize(ctx, 'support:write')
  invariant(ctx.actor.kind === 'account', 'authorize lets accounts pass only')
  const { accountId } = ctx.actor
  await withOrganisation(ctx, (tx) => refuseWithoutRoom(tx, 1))
  await limitUploads(ctx, organisationId)
  const file = await readFile(input)
  return withOrganisation(ctx, async (tx) => {
    // Serialises concurrent uploads, so that none exceeds the limit.
    await queries.lockUploads(tx, organisationId)
    await refuseWithoutRoom(tx, file.sizeBytes)
    return keep(tx, ctx, file, { organisationId, accountId, staffId: null })
  })
}

/**
 * As `uploadTicketFile`, for staff, who are not subject to the space limit.
 *
 * @throws DomainError `forbidden`, `invalid_input`
 */
export async function uploadStaffFile(ctx: OpContext, input: Sent): Promise<Uploaded> {
  const staffId = authorizeStaff(ctx, 'support:answer')
  const file = await readFile(input)
  return withStaff(ctx, (tx) => keep(tx, ctx, file, { organisationId: null, accountId: null, staffId }))
}

async function readFile({ name, content }: Sent): Promise<IdentifiedFile> {
  const read = await readAtMost(content, attachmentBounds.bytesMax)
  if (!read) throw refuseFile('document_too_large')
  return identifyFile({ name, content: read })
}

async function refuseWithoutRoom(tx: Tx, moreBytes: number): Promise<void> {
  if ((await queries.sumFiles(tx)) + moreBytes > allBytesMax) throw refuseFile('ticket_room_full')
}

async function keep(tx: Tx, ctx: OpContext, file: IdentifiedFile, sender: queries.Sender): Promise<Uploaded> {
  await queries.deleteOldestUploads(tx, sender, waitingMax - 1)
  const uploadId = newId('ticketUpload', ctx.now.getTime())
  await queries.insertUpload(tx, { id: uploadId, ...sender, ...file, createdAt: ctx.now })
  return { uploadId }
}
