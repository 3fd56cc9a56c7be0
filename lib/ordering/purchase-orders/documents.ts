import { createHash } from 'node:crypto'
import { type Tx, withOrganisation } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { authorize, limitUploads } from '~/lib/identity'
import { DomainError } from '~/lib/kernel/errors'
import { fileKind, kindByName, safeFileName } from '~/lib/kernel/files/file-kind'
import { readAtMost } from '~/lib/kernel/files/upload'
import { uploadBytesMax } from '~/lib/kernel/files/upload-size'
import { type Id, newId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import {
  findDocument,
  findPurchaseOrderForUpdate,
  insertDocument,
  type PurchaseOrderRow,
  sumDocuments,
} from '../queries/purchase-orders'
import type { AttachDocumentInput } from './schema'

const documentsMax = 20
/** In total over all purchase orders of an organisation. */
const allBytesMax = 500 * 1024 * 1024

/**
 * Attaches a file to the purchase order. It is a PDF or an image, by both bytes and name. Its content is read
 * only after the authorisation and the size limits are checked.
 *
 * @throws DomainError `not_found`, `invalid_input` of `content` or `name` with the reason, `rate_limited`,
 * `already_exists` for the same file again
 */
export async function attachDocument(
  ctx: OpContext,
  input: AttachDocumentInput,
): Promise<{ documentId: Id<'purchaseOrderDocument'> }> {
  const organisationId = authorize(ctx, 'organisation:update')
  const purchaseOrderId = input.purchaseOrderId
  await withOrganisation(ctx, (tx) => findWithRoom(tx, organisationId, purchaseOrderId, 1))
  await limitUploads(ctx, organisationId)
  const content = await readAtMost(input.content, uploadBytesMax)
  if (!content) throw refuse('document_too_large')
  if (content.length === 0) throw refuse('file_empty')
  const mediaType = fileKind(content)
  if (!mediaType) throw refuse('file_kind')
  if (kindByName(input.name) !== mediaType) throw refuse('file_name_kind')
  return withOrganisation(ctx, async (tx) => {
    const order = await findWithRoom(tx, organisationId, purchaseOrderId, content.length)
    const id = newId('purchaseOrderDocument', ctx.now.getTime())
    const sha256 = createHash('sha256').update(content).digest('hex')
    const isNew = await insertDocument(tx, {
      id,
      organisationId,
      purchaseOrderId: order.id,
      name: safeFileName(input.name, mediaType),
      mediaType,
      sizeBytes: content.length,
      sha256,
      content,
      accountId: ctx.actor.kind === 'account' ? ctx.actor.accountId : null,
      createdAt: ctx.now,
    })
    if (!isNew) throw new DomainError('already_exists', { field: 'content' })
    await recordAudit(tx, ctx, 'purchase_order.document_attached', {
      organisationId,
      kind: 'purchase_order',
      id: order.id,
      details: { number: order.number, mediaType, sizeBytes: content.length, sha256 },
    })
    return { documentId: id }
  })
}

/** Locks the row, so that concurrent uploads cannot exceed the limits. */
async function findWithRoom(
  tx: Tx,
  organisationId: Id<'organisation'>,
  id: Id<'purchaseOrder'>,
  moreBytes: number,
): Promise<PurchaseOrderRow> {
  const order = await findPurchaseOrderForUpdate(tx, id)
  if (!order) throw new DomainError('not_found')
  const { ofThisOne, bytes } = await sumDocuments(tx, organisationId, id)
  if (ofThisOne >= documentsMax) throw refuse('too_many_files')
  if (bytes + moreBytes > allBytesMax) throw refuse('files_full')
  return order
}

const refuse = (reason: string) => new DomainError('invalid_input', { field: 'content', params: { reason } })

/** The file as it was attached. @throws DomainError `not_found` */
export async function readDocument(
  ctx: OpContext,
  input: { id: Id<'purchaseOrderDocument'> },
): Promise<{ name: string; mediaType: string; content: Uint8Array }> {
  authorize(ctx, 'budget:read')
  const found = await withOrganisation(ctx, (tx) => findDocument(tx, input.id))
  if (!found) throw new DomainError('not_found')
  const { name, mediaType, content } = found
  return { name, mediaType, content }
}
