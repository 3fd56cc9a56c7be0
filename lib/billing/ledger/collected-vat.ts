import { collectedByRate } from '../delivery/collected-by-rate'
import type { VatSubtotal } from '../invoices/issued-document'

type Subtotal = Pick<VatSubtotal, 'rateBasisPoints' | 'baseCents' | 'vatCents'>

export type PaidInvoice = {
  vat: readonly Subtotal[]
  /** Of its credit notes. */
  credited: readonly Subtotal[]
  paidCents: bigint
}

/**
 * The VAT that has fallen due on an invoice whose VAT is due on payment, by rate in basis points: of what was paid, divided
 * among the rates as in what a platform is told, the part of each that is VAT. An invoice that is paid to the cent, less
 * what credit notes gave back, has all of its VAT due. Null while more is paid than that: the surplus is about to be kept
 * for the customer, and what is due follows from what is left then. Pure.
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

/** The VAT of so much of a rate's amount, to the nearest cent, halves up; the whole amount holds all of it. */
function vatWithin(cents: bigint, { baseCents, vatCents }: Subtotal): bigint {
  const gross = baseCents + vatCents
  if (gross === 0n) return 0n
  const [dividend, divisor] = gross > 0n ? [cents * vatCents, gross] : [-cents * vatCents, -gross]
  const doubled = 2n * dividend + divisor
  const quotient = doubled / (2n * divisor)
  return doubled < 0n && doubled % (2n * divisor) !== 0n ? quotient - 1n : quotient
}
