import { DomainError } from '~/lib/kernel/errors'
import { vatCents } from '~/lib/kernel/money'
import { unnumbered } from './document-codec'
import type { DocumentLine, IssuedDocument, VatSubtotal } from './issued-document'
import { bucketOf, documentTotals } from './totals'

/** The amount to credit per line position; `'all'` credits everything that is left. */
export type RequestedCredit = 'all' | ReadonlyMap<number, bigint>

type Credit = {
  invoice: IssuedDocument
  earlier: readonly IssuedDocument[]
  wish: RequestedCredit
  reason: string
  issuedOn: string
}

/**
 * Composes the credit note for this amount of an invoice, after earlier credit notes. Its lines are the invoice's, in
 * positive amounts. Once everything is credited, invoice and credit notes cancel out in every VAT bucket to the cent:
 * the last one absorbs the rounding difference. Pure.
 *
 * @throws DomainError `invalid_input` (field `amount`) for more than is left of a line, for more than was paid at its
 * rate (reductions are lines of their own), or for zero
 */
export function composeCreditNote({ invoice, earlier, wish, reason, issuedOn }: Credit): IssuedDocument {
  const given = earlier.flatMap((note) => note.lines)
  const leftOf = (line: DocumentLine) =>
    line.netCents - sum(given.filter((each) => sourceOf(each) === line.position).map((each) => each.netCents))
  const lines = invoice.lines.flatMap((line): DocumentLine[] => {
    const left = leftOf(line)
    const cents = wish === 'all' ? left : (wish.get(line.position) ?? 0n)
    if (cents === 0n) return []
    if (cents > left || cents < 0n !== left < 0n) throw creditTooLarge(line.position)
    const isWhole = cents === line.netCents
    const { usedSeconds, billedSeconds, microCentsPerHour, listMicroCentsPerHour, ...timeless } = line
    const { usedMebibytes, includedMebibytes, billedMebibytes, microCentsPerGibibyte, ...rest } = timeless
    const measured = {
      ...(usedSeconds !== undefined && { usedSeconds }),
      ...(billedSeconds !== undefined && { billedSeconds }),
      ...(microCentsPerHour !== undefined && { microCentsPerHour }),
      ...(listMicroCentsPerHour !== undefined && { listMicroCentsPerHour }),
      ...(usedMebibytes !== undefined && { usedMebibytes }),
      ...(includedMebibytes !== undefined && { includedMebibytes }),
      ...(billedMebibytes !== undefined && { billedMebibytes }),
      ...(microCentsPerGibibyte !== undefined && { microCentsPerGibibyte }),
    }
    // A partial amount has no quantity and price.
    return [{ ...rest, ...(isWhole ? measured : {}), netCents: cents }]
  })
  if (lines.length === 0)
    throw new DomainError('invalid_input', { field: 'amount', params: { reason: 'nothing_to_credit' } })
  const vat = creditedVat(invoice, earlier, lines)
  return {
    ...invoice,
    kind: 'credit_note',
    typeCode: '381',
    number: unnumbered,
    issuedOn,
    dueOn: issuedOn,
    lines,
    vat,
    totals: documentTotals(lines, vat),
    preceding: [{ number: invoice.number, issuedOn: invoice.issuedOn }],
    reason,
    payment: { ...invoice.payment, reference: unnumbered },
  }
}

const creditTooLarge = (position: number) =>
  new DomainError('invalid_input', {
    field: 'amount',
    params: { reason: 'credit_too_much', position: `${position}` },
  })

/** A line of a credit note keeps its position in the invoice. */
const sourceOf = (line: DocumentLine) => line.position

function creditedVat(
  invoice: IssuedDocument,
  earlier: readonly IssuedDocument[],
  lines: readonly DocumentLine[],
): VatSubtotal[] {
  return invoice.vat.flatMap((subtotal) => {
    const bucket = bucketOfVat(subtotal)
    const ofBucket = lines.filter((line) => bucketOf(line) === bucket)
    if (ofBucket.length === 0) return []
    const before = earlier.flatMap((note) => note.vat).filter((each) => bucketOfVat(each) === bucket)
    const baseLeft = subtotal.baseCents - sum(before.map((each) => each.baseCents))
    const vatLeft = subtotal.vatCents - sum(before.map((each) => each.vatCents))
    const baseCents = sum(ofBucket.map((line) => line.netCents))
    if (baseCents > baseLeft && baseCents > 0n) throw creditTooLarge(ofBucket[0]?.position ?? 0)
    const exact = vatCents(baseCents, subtotal.rateBasisPoints)
    const isLast = baseCents === baseLeft
    return [{ ...subtotal, baseCents, vatCents: isLast || exact > vatLeft ? vatLeft : exact }]
  })
}

const bucketOfVat = ({ category, rateBasisPoints, exemption }: VatSubtotal) =>
  bucketOf({
    vatCategory: category,
    vatRateBasisPoints: rateBasisPoints,
    ...(exemption && { vatExemption: exemption }),
  })

const sum = (cents: readonly bigint[]) => cents.reduce((total, each) => total + each, 0n)
