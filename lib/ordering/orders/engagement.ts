import { monthlyCents, vatCents } from '~/lib/kernel/money'

/** What an order commits its buyer to. Cents are decimal strings; a month has 720 hours. */
export type Engagement = {
  /** Of a month, without VAT. */
  netCents: string
  vatBasisPoints: number
  vatCents: string
  /** Of a month, with VAT. */
  grossCents: string
  /** The sum over the terms of its lines, of which the longest has `months`; null when all end by the hour. */
  term: { months: number; netCents: string; grossCents: string } | null
}

type Line = { microCentsPerHour: bigint; quantity: number; commitment: { termMonths: number } | null }

/** What these lines at `netCents` a month commit to, with VAT at this rate. Pure. */
export function engagementOf(netCents: bigint, lines: readonly Line[], vatBasisPoints: number): Engagement {
  const vat = vatCents(netCents, vatBasisPoints)
  const monthsOf = ({ commitment }: Line) => commitment?.termMonths ?? 0
  const months = Math.max(0, ...lines.map(monthsOf))
  const overTerm = lines.reduce(
    (sum, line) => sum + monthlyCents(line.microCentsPerHour) * BigInt(line.quantity * monthsOf(line)),
    0n,
  )
  return {
    netCents: `${netCents}`,
    vatBasisPoints,
    vatCents: `${vat}`,
    grossCents: `${netCents + vat}`,
    term:
      months === 0
        ? null
        : {
            months,
            netCents: `${overTerm}`,
            grossCents: `${overTerm + vatCents(overTerm, vatBasisPoints)}`,
          },
  }
}
