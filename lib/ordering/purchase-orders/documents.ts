import { createHash } from 'node:crypto'
import { withOrganisation } from '~/db/client'
import {
  findDocument,
  findPurchaseOrder,
  insertDocument,
  listDocuments,
} from '~/db/queries/ordering/purchase-orders'
import { recordAudit } from '~/lib/audit'
import { authorize } from '~/lib/identity'
import { DomainError } from '~/lib/kernel/errors'
import { type Id, newId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { fileKind, safeFileName } from './file-kind'
import type { AttachDocumentInput } from './schema'

const bytesMax = 1024 * 1024
const documentsMax = 20

/**
 * The file is kept with the purchase order. It is what its bytes say, a PDF or an image, whatever it is called.
 *
 * @throws DomainError `not_found`, `invalid_input` with the reason, `already_exists` for the same file again
 */
export async function attachDocument(
  ctx: OpContext,
  input: AttachDocumentInput,
): Promise<{ documentId: Id<'purchaseOrderDocument'> }> {
  authorize(ctx, 'organisation:update')
  const content = Buffer.from(input.content, 'base64')
  const refuse = (reason: string) =>
    new DomainError('invalid_input', { field: 'content', params: { reason } })
  if (content.length === 0) throw refuse('file_empty')
  if (content.length > bytesMax) throw refuse('file_too_large')
  const mediaType = fileKind(content)
  if (!mediaType) throw refuse('file_kind')
  return withOrganisation(ctx, async (tx, organisationId) => {
    const order = await findPurchaseOrder(tx, input.purchaseOrderId as Id<'purchaseOrder'>)
    if (!order) throw new DomainError('not_found')
    if ((await listDocuments(tx, order.id)).length >= documentsMax) throw refuse('too_many_files')
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

/** The file as it was attached. @throws DomainError `not_found` */
export async function readDocument(
  ctx: OpContext,
  input: { id: string },
): Promise<{ name: string; mediaType: string; content: Uint8Array }> {
  authorize(ctx, 'budget:read')
  const found = await withOrganisation(ctx, (tx) => findDocument(tx, input.id as Id<'purchaseOrderDocument'>))
  if (!found) throw new DomainError('not_found')
  const { name, mediaType, content } = found
  return { name, mediaType, content }
}
