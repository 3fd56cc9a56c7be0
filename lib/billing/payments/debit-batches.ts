import { createHash } from 'node:crypto'
import type { z } from 'zod'
import type { Tx } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { DomainError } from '~/lib/kernel/errors'
import { type Id, newId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { placeFor } from '~/lib/kernel/secrets/purposes'
import { seal, unseal } from '~/lib/kernel/secrets/secrets'
import { parisDay } from '~/lib/kernel/time/paris-day'
import { lockSettled, type OpenDocumentRow } from '../queries/open-documents'
import { authorizeSettling, inBooks } from './in-books'
import { ibanPlace } from './mandate'
import {
  countRevoked,
  endBatch,
  insertBatch,
  isBatchDoubtful,
  lockBatch,
  lockDebit,
  lockPlannedDebits,
  moveDebitsOfBatch,
} from './queries/debits'
import { findCreditor, findPayer, lockMandates, setFirstCollected } from './queries/mandates'
import { lockSettling } from './queries/movements'
import { type DebitRow, updateDebit } from './queries/settlements'
import type { endDebitsInput, prepareDebitsInput, returnDebitInput } from './schema'
import { isBusinessDay } from './sepa/business-days'
import { type DebitOrder, paymentInformationId, writePain008 } from './sepa/write-pain008'
import { settleWaitingDebits } from './settle-debits'

/** Associated data of a batch's sealed file: copied elsewhere, it does not open. */
export const filePlace = (id: Id<'directDebitBatch'>) =>
  placeFor('debit-files', `direct_debit_batches/${id}/file`)

export type PreparedBatch = { id: Id<'directDebitBatch'>; debits: number; leftOut: number }

/**
 * Creates one file with every debit announced for that day or before. A debit paid in the meantime, or with a revoked
 * mandate, is left out with a reason; no invoice is in two files.
 *
 * @throws DomainError `forbidden`, `invalid_input` (not a business day, or in the past), `state_forbids`
 * (`no_creditor`), `conflict` (`nothing_to_debit`)
 */
export async function prepareDebits(
  ctx: OpContext,
  { collectOn }: z.output<typeof prepareDebitsInput>,
): Promise<PreparedBatch> {
  const staffId = authorizeSettling(ctx)
  const refuse = (reason: string) =>
    new DomainError('invalid_input', { field: 'collectOn', params: { reason } })
  if (collectOn <= parisDay(ctx.now)) throw refuse('day_past')
  if (!isBusinessDay(collectOn)) throw refuse('no_business_day')
  return inBooks(ctx, async (tx) => {
    await lockSettling(tx)
    const creditor = await findCreditor(tx)
    if (!creditor) throw new DomainError('state_forbids', { params: { reason: 'no_creditor' } })
    const id = newId('directDebitBatch', ctx.now.getTime())
    const messageId = `AND-${id.slice(-16).toUpperCase()}`
    const { orders, leftOut, mandateIds } = await chooseOrders(tx, ctx, collectOn)
    // The reasons of debits left out are stored with them, even when no debit remains.
    if (orders.length === 0) return { id, debits: 0, leftOut }
    const file = writePain008({
      messageId,
      createdAt: ctx.now,
      collectOn,
      creditor: {
        name: creditor.name,
        iban: creditor.iban.replace(/\s/g, ''),
        bic: creditor.bic,
        identifier: creditor.identifier,
        address: creditor.address,
      },
      orders: orders.map(({ order }) => order),
    })
    await insertBatch(tx, {
      id,
      sellingEntityId: creditor.sellingEntityId,
      state: 'prepared',
      collectOn,
      messageId,
      debits: orders.length,
      totalCents: orders.reduce((sum, { order }) => sum + order.cents, 0n),
      fileSealed: seal(file, filePlace(id)),
      fileSha256: createHash('sha256').update(file).digest('hex'),
      preparedByStaffId: staffId,
      preparedAt: ctx.now,
    })
    for (const { debitId, order } of orders)
      await updateDebit(tx, debitId, {
        state: 'prepared',
        batchId: id,
        cents: order.cents,
        paymentInformationId: paymentInformationId(messageId, order),
        changedAt: ctx.now,
      })
    await setFirstCollected(tx, mandateIds, collectOn)
    await recordAudit(tx, ctx, 'debits.prepared', {
      organisationId: null,
      kind: 'batch',
      id,
      details: { collectOn, debits: orders.length, leftOut },
    })
    return { id, debits: orders.length, leftOut }
  })
}

async function chooseOrders(tx: Tx, ctx: OpContext, collectOn: string) {
  const planned = await lockPlannedDebits(tx, collectOn)
  const documents = await lockSettled(
    tx,
    planned.map(({ documentId }) => documentId),
  )
  const mandates = await lockMandates(tx, [...new Set(planned.map(({ mandateId }) => mandateId))])
  const methods = new Map<Id<'organisation'>, string | null | undefined>()
  for (const { organisationId } of planned)
    methods.set(organisationId, (await findPayer(tx, organisationId))?.method)
  const orders: { debitId: Id<'directDebit'>; order: DebitOrder }[] = []
  const started = new Set(mandates.flatMap(({ id, firstCollectedOn }) => (firstCollectedOn ? [id] : [])))
  const mandateIds = new Set<Id<'mandate'>>()
  let leftOut = 0
  for (const debit of planned) {
    const mandate = mandates.find(({ id }) => id === debit.mandateId)
    const document = documents.find(({ id }) => id === debit.documentId)
    const reason = reasonToLeaveOut(mandate, document, methods.get(debit.organisationId))
    if (reason || !mandate || !document) {
      await leaveOut(tx, ctx, debit, reason ?? 'paid')
      leftOut += 1
      continue
    }
    const isFirst = !started.has(mandate.id)
    started.add(mandate.id)
    if (isFirst) mandateIds.add(mandate.id)
    orders.push({
      debitId: debit.id,
      order: {
        endToEndId: debit.endToEndId,
        cents: lesser(document.openCents, debit.cents),
        mandateReference: mandate.reference,
        mandateSignedOn: parisDay(mandate.signedAt),
        scheme: mandate.scheme,
        sequenceType: isFirst ? 'FRST' : 'RCUR',
        debtorName: mandate.holderName,
        debtorAddress: mandate.holderAddress,
        debtorIban: unseal(mandate.ibanSealed, ibanPlace(mandate.id)),
        debtorBic: mandate.bic,
        text: document.number,
      },
    })
  }
  return { orders, leftOut, mandateIds: [...mandateIds] }
}

/**
 * A customer that has chosen another payment method since the announcement is not debited, although its mandate is in
 * force.
 */
function reasonToLeaveOut(
  mandate: { state: string } | undefined,
  document: Pick<OpenDocumentRow, 'openCents'> | undefined,
  method: string | null | undefined,
): 'mandate_revoked' | 'paid' | 'other_method' | null {
  if (mandate?.state !== 'active') return 'mandate_revoked'
  if (!document?.openCents) return 'paid'
  return method === 'direct_debit' ? null : 'other_method'
}

/** At most the announced amount, and at most the open amount. */
function lesser(owed: bigint, announced: bigint): bigint {
  if (owed < announced) return owed
  return announced
}

async function leaveOut(tx: Tx, ctx: OpContext, debit: DebitRow, reason: string): Promise<void> {
  await updateDebit(tx, debit.id, { state: 'left_out', reason, changedAt: ctx.now })
  await recordAudit(tx, ctx, 'debit.left_out', {
    organisationId: debit.organisationId,
    kind: 'debit',
    id: debit.id,
    details: { reason, documentId: debit.documentId },
  })
}

/**
 * The file for the bank, as written.
 *
 * @throws DomainError `forbidden`, `not_found`, `conflict` (`sending_doubtful`)
 */
export async function readDebitFile(
  ctx: OpContext,
  batchId: Id<'directDebitBatch'>,
): Promise<{ name: string; text: string }> {
  authorizeSettling(ctx)
  return inBooks(ctx, async (tx) => {
    const batch = await lockBatch(tx, batchId)
    if (!batch) throw new DomainError('not_found')
    await refuseDoubtful(tx, batchId)
    await recordAudit(tx, ctx, 'debits.downloaded', {
      organisationId: null,
      kind: 'batch',
      id: batchId,
      details: { sha256: batch.fileSha256 },
    })
    return { name: `${batch.messageId}.xml`, text: unseal(batch.fileSealed, filePlace(batchId)) }
  })
}

/**
 * Marks the file as sent to the bank; its debits can no longer be cancelled here. A file that contains a debit with a
 * revoked mandate must be cancelled and prepared again.
 *
 * @throws DomainError `forbidden`, `not_found`, `conflict` (`decided`, `mandate_revoked`, `sending_doubtful`)
 */
export async function markDebitsSent(ctx: OpContext, input: z.output<typeof endDebitsInput>): Promise<void> {
  await end(ctx, input, 'sent')
}

/**
 * Cancels a file that was not sent; its debits wait for another one.
 *
 * @throws DomainError `not_found`, `conflict`
 */
export async function cancelDebits(ctx: OpContext, input: z.output<typeof endDebitsInput>): Promise<void> {
  await end(ctx, input, 'cancelled')
}

async function end(
  ctx: OpContext,
  { batchId }: z.output<typeof endDebitsInput>,
  state: 'sent' | 'cancelled',
): Promise<void> {
  const staffId = authorizeSettling(ctx)
  await inBooks(ctx, async (tx) => {
    const batch = await lockBatch(tx, batchId)
    if (!batch) throw new DomainError('not_found')
    if (batch.state !== 'prepared')
      throw new DomainError('conflict', { params: { reason: 'decided_meanwhile' } })
    await refuseDoubtful(tx, batchId)
    if (state === 'sent' && (await countRevoked(tx, batchId)) > 0)
      throw new DomainError('conflict', { params: { reason: 'mandate_revoked' } })
    await endBatch(tx, batchId, { state, endedAt: ctx.now, endedByStaffId: staffId })
    await moveDebitsOfBatch(tx, batchId, state === 'sent' ? 'sent' : 'planned', ctx.now)
    await recordAudit(tx, ctx, state === 'sent' ? 'debits.sent' : 'debits.cancelled', {
      organisationId: null,
      kind: 'batch',
      id: batchId,
      details: { collectOn: batch.collectOn, debits: batch.debits },
    })
  })
}

/** The bank may have this file from before a restore: two people decide first, on « Reprise ». */
async function refuseDoubtful(tx: Tx, batchId: Id<'directDebitBatch'>): Promise<void> {
  if (await isBatchDoubtful(tx, batchId))
    throw new DomainError('conflict', { params: { reason: 'sending_doubtful' } })
}

/**
 * Records that the bank rejected a debit before collection: the invoice stays due, and a waiting credit of the rest of
 * its file is settled. A collected debit is returned by a bank movement instead.
 *
 * @throws DomainError `forbidden`, `not_found`, `conflict` (not with the bank)
 */
export async function returnDebit(
  ctx: OpContext,
  { directDebitId, reason }: z.output<typeof returnDebitInput>,
): Promise<void> {
  authorizeSettling(ctx)
  await inBooks(ctx, async (tx) => {
    await lockSettling(tx)
    const debit = await lockDebit(tx, directDebitId)
    if (!debit) throw new DomainError('not_found')
    if (debit.state !== 'sent') throw new DomainError('conflict', { params: { reason: 'decided_meanwhile' } })
    await updateDebit(tx, debit.id, { state: 'returned', reason, changedAt: ctx.now })
    await recordAudit(tx, ctx, 'debit.returned', {
      organisationId: debit.organisationId,
      kind: 'debit',
      id: debit.id,
      details: { reason, documentId: debit.documentId },
    })
    await settleWaitingDebits(tx, ctx, [debit.paymentInformationId])
  })
}
