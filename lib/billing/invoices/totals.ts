import { vatCents } from '~/lib/kernel/money'
import type { DocumentLine, DocumentTotals, VatSubtotal } from './issued-document'

/** VAT by category and rate, each rounded half up on the sum of its lines, in order of first appearance. Pure. */
export function vatSubtotals(lines: readonly DocumentLine[]): VatSubtotal[] {
  const subtotals = new Map<string, VatSubtotal>()
  for (const line of lines) {
    const key = bucketOf(line)
    const subtotal = subtotals.get(key) ?? {
      category: line.vatCategory,
      rateBasisPoints: line.vatRateBasisPoints,
      baseCents: 0n,
      vatCents: 0n,
      ...(line.vatExemption && { exemption: line.vatExemption }),
    }
    subtotal.baseCents += line.netCents
    subtotals.set(key, subtotal)
  }
  for (const subtotal of subtotals.values())
    subtotal.vatCents = vatCents(subtotal.baseCents, subtotal.rateBasisPoints)
  return [...subtotals.values()]
}

/** Lines of one bucket are taxed together. */
export const bucketOf = (line: {
  vatCategory: string
  vatRateBasisPoints: number
  vatExemption?: { code: string }
}) => `${line.vatCategory} ${line.vatRateBasisPoints} ${line.vatExemption?.code ?? ''}`

/** Totals of an unpaid document. Pure. */
export function documentTotals(lines: readonly DocumentLine[], vat: readonly VatSubtotal[]): DocumentTotals {
  const netCents = lines.reduce((sum, line) => sum + line.netCents, 0n)
  const sumOfVat = vat.reduce((sum, subtotal) => sum + subtotal.vatCents, 0n)
  const grossCents = netCents + sumOfVat
  return {
    linesNetCents: netCents,
    netCents,
    vatCents: sumOfVat,
    grossCents,
    paidCents: 0n,
    dueCents: grossCents,
  }
}
