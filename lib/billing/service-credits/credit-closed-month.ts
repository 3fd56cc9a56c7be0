import type { Tx } from '~/db/client'
import { DomainError } from '~/lib/kernel/errors'
import { groupedBy } from '~/lib/kernel/grouped-by'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { parisDay } from '~/lib/kernel/time/paris-day'
import { composeCreditNote } from '../invoices/compose-credit-note'
import { decodeDocument } from '../invoices/document-codec'
import { issueDocument } from '../invoices/issue-document'
import type { IssuedDocument } from '../invoices/issued-document'
import { lineWords } from '../invoices/line-words'
import { listCorrectionContents, lockDocument } from '../queries/concessions'
import { lockSettled } from '../queries/open-documents'
import { findSeller } from '../queries/subjects'
import { calculationText, detailOf } from './credit-calculation'
import { type GrantedPart, grantCredits } from './grant-credits'
import * as queries from './queries/service-credits'
import { minBigint, spread } from './spread'

/**
 * Credits drafts of an invoiced month: one credit note per invoice, on the lines of the resources. Charges, and amounts
 * for which no line has room left, wait for the next invoice.
 */
export async function creditClosedMonth(
  tx: Tx,
  ctx: OpContext,
  { organisationId, period }: { organisationId: Id<'organisation'>; period: string },
): Promise<void> {
  const credits = (await queries.listCreditsOfMonth(tx, organisationId, period)).filter(
    ({ state, amountCents }) => state === 'drafted' && amountCents > 0n,
  )
  if (credits.length === 0) return
  const seller = await findSeller(tx)
  if (!seller) throw new DomainError('not_billable', { field: 'seller', params: { lack: 'seller' } })
  const calculations = await queries.listCalculations(tx, organisationId, period)
  const use = (await queries.listIssuedUse(tx, organisationId, period)).filter(({ kind }) => kind === 'usage')
  const left = new Map(credits.map(({ id, amountCents }) => [id, amountCents]))
  const parts: GrantedPart[] = []
  const rows: NonNullable<Awaited<ReturnType<typeof lockDocument>>>[] = []
  // All invoices are locked before the first number, in the same order as a credit of a single invoice, which locks it
  // and then waits for the series.
  const documentIds = [...new Set(use.map((line) => line.documentId))]
  await lockSettled(tx, documentIds)
  for (const documentId of documentIds) {
    const row = await lockDocument(tx, documentId)
    if (!row) throw new DomainError('not_found')
    rows.push(row)
  }
  for (const row of rows) {
    const documentId = row.id
    const useOf = groupedBy(
      use.filter((line) => line.documentId === documentId),
      ({ resourceId }) => resourceId,
    )
    const invoice = decodeDocument(row.content)
    const earlier = (await listCorrectionContents(tx, documentId)).map(decodeDocument)
    const room = roomOf(invoice, earlier)
    const given: { creditId: Id<'serviceCredit'>; position: number; cents: bigint }[] = []
    for (const credit of credits) {
      const lines = useOf.get(credit.subjectId) ?? []
      const rooms = lines.map(({ position }) => room.lines.get(position) ?? 0n)
      const cents = minBigint(left.get(credit.id) ?? 0n, sum(rooms), room.whole)
      if (cents <= 0n) continue
      for (const [index, share] of spread(cents, rooms).entries()) {
        const position = lines[index]?.position
        if (position === undefined || share === 0n) continue
        given.push({ creditId: credit.id, position, cents: share })
        room.lines.set(position, (room.lines.get(position) ?? 0n) - share)
      }
      room.whole -= cents
      left.set(credit.id, (left.get(credit.id) ?? 0n) - cents)
    }
    if (given.length === 0) continue
    const wish = new Map<number, bigint>()
    for (const { position, cents } of given) wish.set(position, (wish.get(position) ?? 0n) + cents)
    const words = lineWords[invoice.language]
    const calculationAt = new Map<number, string>()
    for (const { creditId, position, cents } of given) {
      const calculation = calculations.get(creditId)
      if (!calculation) continue
      const text = calculationText(calculation, cents, invoice.language)
      calculationAt.set(position, detailOf(calculationAt.get(position), text))
    }
    const note = composeCreditNote({
      invoice,
      earlier,
      wish,
      reason: words.availabilityCredit(period),
      issuedOn: parisDay(ctx.now),
    })
    const issued = await issueDocument(tx, ctx, {
      organisationId,
      sellingEntityId: row.sellingEntityId,
      prefix: seller.billing.creditNotePrefix,
      period: row.period,
      groupingKey: row.groupingKey,
      document: asReduction(note, words.availabilityCredit(period), calculationAt),
      bounds: note.lines.map(() => null),
      correctsDocumentId: documentId,
    })
    parts.push(...given.map((part) => ({ ...part, documentId: issued.id })))
  }
  await grantCredits(tx, ctx, { organisationId, credits, parts })
}

/** Reclassifies the lines as price reductions, which are not usage and have their own ledger account. */
function asReduction(
  note: IssuedDocument,
  label: string,
  calculationAt: ReadonlyMap<number, string>,
): IssuedDocument {
  return {
    ...note,
    lines: note.lines.map((line) => ({
      position: line.position,
      label,
      ...detailed(detailOf(line.detail, calculationAt.get(line.position))),
      ...(line.resourceId && { resourceId: line.resourceId }),
      ...(line.resourceKind && { resourceKind: line.resourceKind }),
      ...(line.projectId && { projectId: line.projectId }),
      ...(line.projectName && { projectName: line.projectName }),
      ...(line.costCentre && { costCentre: line.costCentre }),
      ...(line.references && { references: line.references }),
      period: line.period,
      kind: 'service_credit',
      netCents: line.netCents,
      vatCategory: line.vatCategory,
      vatRateBasisPoints: line.vatRateBasisPoints,
      ...(line.vatExemption && { vatExemption: line.vatExemption }),
    })),
  }
}

const detailed = (detail: string) => (detail ? { detail } : {})

/** The amount left to credit of an invoice, per line and in total. */
function roomOf(invoice: IssuedDocument, earlier: readonly IssuedDocument[]) {
  const lines = new Map(invoice.lines.map(({ position, netCents }) => [position, netCents]))
  for (const { position, netCents } of earlier.flatMap((note) => note.lines))
    lines.set(position, (lines.get(position) ?? 0n) - netCents)
  return { lines, whole: invoice.totals.netCents - sum(earlier.map(({ totals }) => totals.netCents)) }
}

const sum = (cents: readonly bigint[]) => cents.reduce((total, each) => total + each, 0n)
