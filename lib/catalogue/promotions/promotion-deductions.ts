import { divideHalfUp } from '~/lib/kernel/money'

/** What is billed of one bundle over a month, before promotions; cents without VAT. */
export type DeductibleLine = { id: string; bundleId: string; netCents: bigint }

/** What an organisation was granted and has not spent yet. */
export type SpendableGrant = {
  id: string
  name: string
  /** A share of what is billed, or else an amount. */
  basisPoints: number | null
  remainingCents: bigint | null
  /** None: every bundle. */
  bundleIds: readonly string[]
  startsAt: Date
}

/** `cents` are positive: what is taken off the line. */
export type Deduction = { grantId: string; name: string; lineId: string; cents: bigint }

/**
 * What promotions take off the lines of one month: shares first, then amounts, those of the earliest grant first, line
 * by line as given. Shares count on what the line costs before promotions, each rounded once. A line never falls below nothing, an
 * amount is never exceeded. Pure: the same lines and grants in any order of grants give the same.
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
