import { createHash } from 'node:crypto'
import { type Tx, withOrganisation, withStaff, withSystem } from '~/db/client'
import type { DocumentFileKind } from '~/db/schema/billing/delivery'
import { authorize, authorizeStaff, authorizeSystem } from '~/lib/identity'
import { DomainError, invariant } from '~/lib/kernel/errors'
import { type Id, isId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { decodeDocument } from '../invoices/document-codec'
import { findDocument } from '../queries/documents'
import { printInvoice } from './print-invoice'
import { findDocumentFile, insertDocumentFiles } from './queries/document-files'

export type DocumentFile = { name: string; mediaType: string; content: Uint8Array; sha256: string }
export type DocumentFileInput = { documentId: Id<'invoice'>; kind: DocumentFileKind }

/** As it comes from an address. */
type AskedFile = { documentId: string; kind: DocumentFileKind }

type Run = <T>(run: (tx: Tx) => Promise<T>) => Promise<T>

/**
 * A file of a document of the organisation; always the bytes that were created first.
 *
 * @throws DomainError `not_found`
 */
export async function readDocumentFile(ctx: OpContext, input: AskedFile): Promise<DocumentFile> {
  authorize(ctx, 'billing:view')
  return fileOf(ctx, (run) => withOrganisation(ctx, run), checked(input))
}

/**
 * As `readDocumentFile`, of any organisation, for staff.
 *
 * @throws DomainError `not_found`
 */
export async function readAnyDocumentFile(ctx: OpContext, input: AskedFile): Promise<DocumentFile> {
  authorizeStaff(ctx, 'billing:inspect')
  return fileOf(ctx, (run) => withStaff(ctx, run), checked(input))
}

/**
 * As `readDocumentFile`, for system processes.
 *
 * @throws DomainError `not_found`
 */
export async function makeDocumentFile(ctx: OpContext, input: DocumentFileInput): Promise<DocumentFile> {
  authorizeSystem(ctx)
  return fileOf(ctx, (run) => withSystem(ctx, run), input)
}

function checked({ documentId, kind }: AskedFile): DocumentFileInput {
  if (!isId('invoice', documentId)) throw new DomainError('not_found')
  return { documentId, kind }
}

/** Files are printed outside a transaction: concurrent prints are identical, and the first is stored. */
export async function fileOf(
  ctx: OpContext,
  run: Run,
  { documentId, kind }: DocumentFileInput,
): Promise<DocumentFile> {
  const found = await run(async (tx) => {
    const document = await findDocument(tx, documentId)
    if (document?.state !== 'final') throw new DomainError('not_found')
    return { document, file: await findDocumentFile(tx, documentId, kind) }
  })
  const issued = decodeDocument(found.document.content)
  const mediaType = { pdf: 'application/pdf', cii: 'application/xml' }[kind]
  const asFile = ({ content, sha256 }: { content: Uint8Array; sha256: string }) => ({
    name: documentFileName(issued.number, kind),
    mediaType,
    content,
    sha256,
  })
  if (found.file) return asFile(found.file)
  const { pdf, cii } = await printInvoice(issued)
  const made = {
    documentId,
    organisationId: found.document.organisationId,
    madeAt: ctx.now,
  }
  const rows = [
    { ...made, kind: 'pdf' as const, content: pdf, sha256: hashOf(pdf) },
    { ...made, kind: 'cii' as const, content: Buffer.from(cii, 'utf8'), sha256: hashOf(cii) },
  ]
  const kept = await run(async (tx) => {
    await insertDocumentFiles(tx, rows)
    return findDocumentFile(tx, documentId, kind)
  })
  invariant(kept, 'the file was just written')
  return asFile(kept)
}

/** A number may contain `/` and `+`, which file names should not. Pure. */
export const documentFileName = (number: string, kind: DocumentFileKind): string =>
  `${number.replace(/[^A-Za-z0-9_-]/g, '-')}.${{ pdf: 'pdf', cii: 'xml' }[kind]}`

const hashOf = (content: string | Uint8Array) => createHash('sha256').update(content).digest('hex')
