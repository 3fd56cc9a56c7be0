import type { MonthLine } from './rate-month'

/** A line as billed, and the amount credited on it since. */
export type BilledLine = MonthLine & { creditedCents?: bigint }

/** The difference of a closed month to its billed amount. */
export type LateLine = { line: MonthLine; usedSeconds: bigint; billedSeconds: bigint; cents: bigint }

/**
 * The remainder to bill of a closed month: its current rating less what was billed. Lines without a difference are left
 * out; a line that fell or disappeared has a negative amount, unless credit notes credited it already. Pure.
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

/** Staff may have credited a drop before it was recorded: only the rest remains, or nothing. */
function afterCredits(cents: bigint, creditedCents: bigint): bigint {
  if (cents >= 0n || creditedCents <= 0n) return cents
  return cents + creditedCents < 0n ? cents + creditedCents : 0n
}

const nothing = { usedSeconds: 0n, billedSeconds: 0n, cents: 0n, creditedCents: 0n }
