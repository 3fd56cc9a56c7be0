import { divideHalfUp } from '~/lib/kernel/money'

/** The billed price of a bundle over a month before promotions; cents without VAT. */
export type DeductibleLine = { id: string; bundleId: string; netCents: bigint }

/** A granted promotion that is not used up. */
export type SpendableGrant = {
  id: string
  name: string
  /** A percentage, or otherwise an amount. */
  basisPoints: number | null
  remainingCents: bigint | null
  /** Empty: every bundle. */
  bundleIds: readonly string[]
  startsAt: Date
}

/** `cents` are positive: the deduction from the line. */
export type Deduction = { grantId: string; name: string; lineId: string; cents: bigint }

/**
 * Returns the promotion deductions of one month: percentages first, then amounts, earliest grant first, line by line in
 * the given order. Percentages apply to the price before promotions, each rounded once. A line never becomes negative,
 * an amount is never exceeded. Pure; the order of the grants does not matter.
 */
export function promotionDeductions(
  lines: readonly DeductibleLine[],
  grants: readonly SpendableGrant[],
): Deduction[] {
  const left = new Map(lines.map((line) => [line.id, line.netCents]))
  const deductions: Deduction[] = []
  for (const grant of [...grants].sort(inTurn)) {
    let amount = grant.remainingCents
    for (const line of lines) {
      if (grant.bundleIds.length > 0 && !grant.bundleIds.includes(line.bundleId)) continue
      const room = left.get(line.id) ?? 0n
      const wanted =
        grant.basisPoints === null
          ? (amount ?? 0n)
          : divideHalfUp(positive(line.netCents) * BigInt(grant.basisPoints), 10_000n)
      const cents = wanted < room ? wanted : room
      if (cents <= 0n) continue
      left.set(line.id, room - cents)
      if (amount !== null) amount -= cents
      deductions.push({ grantId: grant.id, name: grant.name, lineId: line.id, cents })
    }
  }
  return deductions
}

const positive = (cents: bigint) => (cents > 0n ? cents : 0n)

function inTurn(a: SpendableGrant, b: SpendableGrant): number {
  const kind = Number(a.basisPoints === null) - Number(b.basisPoints === null)
  return kind || a.startsAt.getTime() - b.startsAt.getTime() || (a.id < b.id ? -1 : 1)
}
