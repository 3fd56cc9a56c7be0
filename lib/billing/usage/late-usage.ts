import type { MonthLine } from './rate-month'

/** A line as it was billed, and what credit notes gave back of it since. */
export type BilledLine = MonthLine & { creditedCents?: bigint }

/** By how much a closed month is more, or less, than what was billed of it. */
export type LateLine = { line: MonthLine; usedSeconds: bigint; billedSeconds: bigint; cents: bigint }

/**
 * What remains to be billed of a closed month: as it is rated now, less what was billed of it. Lines whose figures are
 * the same are left out; one that fell, or is no longer there, carries less than nothing, unless credit notes gave it back
 * already. Pure.
 */
export function lateUsage(rated: readonly MonthLine[], billed: readonly BilledLine[]): LateLine[] {
  const before = new Map(billed.map((line) => [line.key, line]))
  const now = new Map(rated.map((line) => [line.key, line]))
  return [...new Map([...before, ...now]).values()].flatMap((line) => {
    const [was, is] = [before.get(line.key) ?? nothing, now.get(line.key) ?? nothing]
    const late = {
      line,
      usedSeconds: is.usedSeconds - was.usedSeconds,
      billedSeconds: is.billedSeconds - was.billedSeconds,
      cents: afterCredits(is.cents - was.cents, was.creditedCents ?? 0n),
    }
    return late.usedSeconds === 0n && late.billedSeconds === 0n && late.cents === 0n ? [] : [late]
  })
}

/** A person who gave back a drop before it was learned has done it: then the rest of it is left, or nothing. */
function afterCredits(cents: bigint, creditedCents: bigint): bigint {
  if (cents >= 0n || creditedCents <= 0n) return cents
  return cents + creditedCents < 0n ? cents + creditedCents : 0n
}

const nothing = { usedSeconds: 0n, billedSeconds: 0n, cents: 0n, creditedCents: 0n }
