import { createHash } from 'node:crypto'
import type { Tx } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { enqueue } from '~/lib/jobs'
import { type Id, newId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { accounts } from '../ledger/accounts'
import { collectVat } from '../ledger/collect-vat'
import { postDocument } from '../ledger/post-document'
import { creditorReference } from '../payments/creditor-reference'
import { listDoubtful } from '../payments/queries/settlements'
import { lockSettled } from '../queries/open-documents'
import { takeDocumentNumber } from '../queries/series'
import { listWaitingVat } from '../queries/waiting-vat'
import * as queries from '../queries/write-documents'
import { encodeDocument, withNumber } from './document-codec'
import type { IssuedDocument } from './issued-document'

export type DocumentDraft = {
  organisationId: Id<'organisation'>
  sellingEntityId: Id<'sellingEntity'>
  prefix: string
  /** The month billed, `2026-10`. */
  period: string
  groupingKey: string
  document: IssuedDocument
  bounds: readonly (string | null)[]
  correctsDocumentId?: Id<'invoice'>
}

const issuedEvents = { invoice: 'invoice.issued', credit_note: 'credit_note.issued' } as const

export type Issued = { id: Id<'invoice'>; number: string }

/** An invoice that is complete except for its number. */
export type UnnumberedDocument = {
  id: Id<'invoice'>
  unissued: DocumentDraft
  text: string
  isDoubtful: boolean
  isVatWaiting: boolean
}

/**
 * Numbers the document in its series, stores it as issued with its hash, posts it to the ledger and enqueues the
 * follow-up job. Everything happens in the caller's transaction, so that no number is lost; the series stays locked
 * until it ends, so the caller does its other work first.
 */
export async function issueDocument(tx: Tx, ctx: OpContext, unissued: DocumentDraft): Promise<Issued> {
  const issued = await numberDocument(tx, ctx, await insertUnnumberedDocument(tx, ctx, unissued))
  const { correctsDocumentId: documentId, document } = unissued
  // The remaining amount changes the VAT due by a rounding cent at most.
  if (documentId) await collectVat(tx, ctx.now, [{ documentId, id: issued.id }], document.issuedOn)
  return issued
}

/** First half: inserts the lines and enqueues the follow-up job, without a lock that others wait for. */
export async function insertUnnumberedDocument(
  tx: Tx,
  ctx: OpContext,
  unissued: DocumentDraft,
): Promise<UnnumberedDocument> {
  const id = newId('invoice', ctx.now.getTime())
  const text = encodeDocument(unissued.document)
  const { correctsDocumentId: corrected } = unissued
  const corrects = corrected ? [corrected] : []
  // Locked before any number, in the same order as a payment, which locks the invoice's paid amount and then the
  // ledger's numbers.
  await lockSettled(tx, corrects)
  const [doubtful, waiting] = await Promise.all([
    listDoubtful(tx, corrects),
    listWaitingVat(tx, corrects, accounts.waitingVat),
    queries.insertDraft(tx, draftRow(id, unissued, ctx.now, '{}')),
    queries.insertLines(tx, id, text, unissued.bounds),
    enqueue(tx, 'billing_document_issued', { documentId: id }, `issued:${id}`),
  ])
  const isVatWaiting = corrected ? waiting.length > 0 : !unissued.document.vatOnDebits
  return { id, unissued, text, isDoubtful: doubtful.size > 0, isVatWaiting }
}

/**
 * Second half, the last statements of the transaction: from the number on, every other finalisation of the series
 * waits. The writes are pipelined in this order, without waiting for each answer.
 */
export async function numberDocument(
  tx: Tx,
  ctx: OpContext,
  { id, unissued, text, isDoubtful, isVatWaiting }: UnnumberedDocument,
): Promise<Issued> {
  const { organisationId, sellingEntityId, prefix } = unissued
  const { issuedOn, dueOn } = unissued.document
  const series = `${prefix}-${issuedOn.slice(0, 4)}`
  const last = await takeDocumentNumber(tx, sellingEntityId, series, issuedOn)
  const number = `${series}-${String(last).padStart(6, '0')}`
  const document = numbered(unissued.document, number)
  await Promise.all([
    queries.finalise(tx, id, {
      series,
      number,
      issuedOn,
      dueOn,
      finalisedAt: ctx.now,
      ...hashed(withNumber(text, number, document.payment.reference)),
    }),
    postDocument(tx, ctx.now, { id, organisationId, sellingEntityId, document, isDoubtful, isVatWaiting }),
    recordAudit(tx, ctx, issuedEvents[document.kind], {
      organisationId,
      kind: document.kind,
      id,
      details: { number, grossCents: document.totals.grossCents.toString() },
    }),
  ])
  return { id, number }
}

/** Stores a draft under this id: its content, without a number. */
export async function storeDraft(tx: Tx, now: Date, unissued: DocumentDraft): Promise<Id<'invoice'>> {
  const id = newId('invoice', now.getTime())
  await queries.insertDraft(tx, draftRow(id, unissued, now, encodeDocument(unissued.document)))
  return id
}

function numbered(document: IssuedDocument, number: string): IssuedDocument {
  return {
    ...document,
    number,
    payment: { ...document.payment, reference: creditorReference(number) ?? number },
  }
}

function draftRow(id: Id<'invoice'>, unissued: DocumentDraft, now: Date, content: string) {
  const { document } = unissued
  return {
    id,
    organisationId: unissued.organisationId,
    sellingEntityId: unissued.sellingEntityId,
    kind: document.kind,
    state: 'draft' as const,
    period: unissued.period,
    groupingKey: unissued.groupingKey,
    projectId: (document.project?.id ?? null) as Id<'project'> | null,
    correctsDocumentId: unissued.correctsDocumentId ?? null,
    netCents: document.totals.netCents,
    vatCents: document.totals.vatCents,
    grossCents: document.totals.grossCents,
    ...hashed(content),
    createdAt: now,
  }
}

function hashed(content: string): { content: string; contentSha256: string } {
  return { content, contentSha256: createHash('sha256').update(content).digest('hex') }
}
