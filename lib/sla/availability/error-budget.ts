import type { Availability } from './compute-availability'

/** The downtime that an objective allows in a window, and the rest of it. Milliseconds; `leftMs` may be negative. */
export type ErrorBudget = { allowedMs: number; spentMs: number; leftMs: number }

type Seen = Pick<Availability, 'upMs' | 'downMs'>

/**
 * The error budget of `seen` under an objective in parts per million. Excluded and unknown time do not count: the
 * allowance is a share of the observed time, rounded down to milliseconds.
 */
export function errorBudget(seen: Seen, objectivePpm: number): ErrorBudget {
  const measured = BigInt(seen.upMs + seen.downMs)
  const allowedMs = Number((measured * BigInt(1_000_000 - objectivePpm)) / 1_000_000n)
  return { allowedMs, spentMs: seen.downMs, leftMs: allowedMs - seen.downMs }
}

/**
 * How many times faster than allowed the budget is spent, in thousandths, rounded down: 1,000 spends it exactly at the
 * end. Null without observations. An objective of 100 % has no budget: any downtime is `Infinity`.
 */
export function burnRateThousandths(seen: Seen, objectivePpm: number): number | null {
  const measured = BigInt(seen.upMs + seen.downMs)
  if (measured === 0n) return null
  const allowed = measured * BigInt(1_000_000 - objectivePpm)
  if (allowed === 0n) return seen.downMs > 0 ? Number.POSITIVE_INFINITY : 0
  return Number((BigInt(seen.downMs) * 1_000_000n * 1_000n) / allowed)
}

/** An alert needs both windows: the long one shows that it matters, the short one that it continues. */
export type BurnAlert = {
  pace: 'fast' | 'slow'
  longMs: number
  shortMs: number
  thresholdThousandths: number
}

const minute = 60_000
const hour = 60 * minute
/** 2 % of a month's budget within an hour, or 5 % within six: Google, The Site Reliability Workbook, chapter 5. */
export const burnAlerts: readonly BurnAlert[] = [
  { pace: 'fast', longMs: hour, shortMs: 5 * minute, thresholdThousandths: 14_400 },
  { pace: 'slow', longMs: 6 * hour, shortMs: 30 * minute, thresholdThousandths: 6_000 },
]

/**
 * The alert of a resource, the fast one taking precedence; `seenOver` returns the observations of the last
 * milliseconds.
 */
export function burnPace(seenOver: (lastMs: number) => Seen, objectivePpm: number): BurnAlert['pace'] | null {
  const burns = (lastMs: number, threshold: number) =>
    (burnRateThousandths(seenOver(lastMs), objectivePpm) ?? 0) >= threshold
  const found = burnAlerts.find(
    ({ longMs, shortMs, thresholdThousandths }) =>
      burns(longMs, thresholdThousandths) && burns(shortMs, thresholdThousandths),
  )
  return found?.pace ?? null
}
