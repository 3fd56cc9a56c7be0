import { collectedByRate } from '../delivery/collected-by-rate'
import type { VatSubtotal } from '../invoices/issued-document'

type Subtotal = Pick<VatSubtotal, 'rateBasisPoints' | 'baseCents' | 'vatCents'>

export type PaidInvoice = {
  vat: readonly Subtotal[]
  /** From its credit notes. */
  credited: readonly Subtotal[]
  paidCents: bigint
}

/**
 * VAT due on an invoice with VAT due on payment, by rate in basis points: the VAT part of the paid amount, divided over
 * the rates as in the report to a platform. When the invoice is paid to the cent, less credit notes, all of its VAT is
 * due. Null while more is paid than that: the surplus is about to become customer credit, and the VAT follows from the
 * remainder. Pure.
 */
export function collectedVat({ vat, credited, paidCents }: PaidInvoice): Map<number, bigint> | null {
  const owed = byRate([...vat, ...credited.map(negated)])
  const grossCents = owed.reduce((sum, { baseCents, vatCents }) => sum + baseCents + vatCents, 0n)
  if (paidCents > grossCents) return null
  const collected = new Map(owed.map(({ rateBasisPoints }) => [rateBasisPoints, 0n]))
  for (const { rateBasisPoints, cents } of collectedByRate(owed, 0n, paidCents)) {
    const rate = owed.find((each) => each.rateBasisPoints === rateBasisPoints)
    if (rate) collected.set(rateBasisPoints, vatWithin(cents, rate))
  }
  return collected
}

function byRate(subtotals: readonly Subtotal[]): Subtotal[] {
  const sums = new Map<number, Subtotal>()
  for (const { rateBasisPoints, baseCents, vatCents } of subtotals) {
    const before = sums.get(rateBasisPoints) ?? { rateBasisPoints, baseCents: 0n, vatCents: 0n }
    sums.set(rateBasisPoints, {
      rateBasisPoints,
      baseCents: before.baseCents + baseCents,
      vatCents: before.vatCents + vatCents,
    })
  }
  return [...sums.values()]
}

const negated = ({ rateBasisPoints, baseCents, vatCents }: Subtotal): Subtotal => ({
  rateBasisPoints,
  baseCents: -baseCents,
  vatCents: -vatCents,
})

/** The VAT within an amount of one rate, to the nearest cent, halves up; the full amount contains all of it. */
function vatWithin(cents: bigint, { baseCents, vatCents }: Subtotal): bigint {
  const gross = baseCents + vatCents
  if (gross === 0n) return 0n
  const [dividend, divisor] = gross > 0n ? [cents * vatCents, gross] : [-cents * vatCents, -gross]
  const doubled = 2n * dividend + divisor
  const quotient = doubled / (2n * divisor)
  return doubled < 0n && doubled % (2n * divisor) !== 0n ? quotient - 1n : quotient
}
