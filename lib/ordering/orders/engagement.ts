import { monthlyCents, vatCents } from '~/lib/kernel/money'

/** What an order commits its buyer to, without promotions. Cents are decimal strings; a month has 720 hours. */
export type Engagement = {
  /** `change`: what an existing resource costs more; its term stays as it is. */
  of: 'order' | 'change'
  /** Of a month, without VAT. */
  netCents: string
  /** The buyer's rate of today. */
  vatBasisPoints: number
  vatCents: string
  /** Of a month, with VAT. */
  grossCents: string
  /** The lines of each term with their sum over it, the longest first. */
  terms: { months: number; netCents: string; grossCents: string }[]
  /** Some of its lines end by the hour. */
  isPartlyHourly: boolean
}

type Line = { microCentsPerHour: bigint; quantity: number; commitment: { termMonths: number } | null }

/** What these lines at `netCents` a month commit to, with VAT at this rate; without lines it is a change. Pure. */
export function engagementOf(netCents: bigint, lines: readonly Line[], vatBasisPoints: number): Engagement {
  const vat = vatCents(netCents, vatBasisPoints)
  const monthsOf = ({ commitment }: Line) => commitment?.termMonths ?? 0
  const months = [...new Set(lines.map(monthsOf))].filter((each) => each > 0).sort((a, b) => b - a)
  return {
    of: lines.length > 0 ? 'order' : 'change',
    netCents: `${netCents}`,
    vatBasisPoints,
    vatCents: `${vat}`,
    grossCents: `${netCents + vat}`,
    terms: months.map((term) => {
      const sum = lines
        .filter((line) => monthsOf(line) === term)
        .reduce(
          (total, { microCentsPerHour, quantity }) =>
            total + monthlyCents(microCentsPerHour) * BigInt(quantity * term),
          0n,
        )
      return { months: term, netCents: `${sum}`, grossCents: `${sum + vatCents(sum, vatBasisPoints)}` }
    }),
    isPartlyHourly: lines.some((line) => monthsOf(line) === 0),
  }
}
