import type { MonthLine } from './rate-month'

/** By how much a closed month is more, or less, than what was billed of it. */
export type LateLine = { line: MonthLine; usedSeconds: bigint; billedSeconds: bigint; cents: bigint }

/**
 * What remains to be billed of a closed month: as it is rated now, less what was billed of it. Lines whose figures are
 * the same are left out; one that fell, or is no longer there, carries less than nothing. Pure.
 */
export function lateUsage(rated: readonly MonthLine[], billed: readonly MonthLine[]): LateLine[] {
  const before = new Map(billed.map((line) => [line.key, line]))
  const now = new Map(rated.map((line) => [line.key, line]))
  return [...new Map([...before, ...now]).values()].flatMap((line) => {
    const [was, is] = [before.get(line.key) ?? nothing, now.get(line.key) ?? nothing]
    const late = {
      line,
      usedSeconds: is.usedSeconds - was.usedSeconds,
      billedSeconds: is.billedSeconds - was.billedSeconds,
      cents: is.cents - was.cents,
    }
    return late.usedSeconds === 0n && late.billedSeconds === 0n && late.cents === 0n ? [] : [late]
  })
}

const nothing = { usedSeconds: 0n, billedSeconds: 0n, cents: 0n }
