/**
 * The forecast of a month. Assumption: running resources keep running at their price until the end of the month, 720
 * hours at most, and nothing is ordered, stopped or deleted. The error band comes from past months: the same forecast,
 * made at the same moment of each, compared with its actual total.
 */
import type { Month } from '~/lib/kernel/time/paris-month'
import { type BillableInterval, type MonthLine, rateMonth } from './rate-month'

/** A past month's forecast of a part and its actual amount. Micro-cents times seconds. */
export type Trial = { foreseen: bigint; came: bigint }
export type Band = { lowCents: bigint; highCents: bigint }

/** A part with fewer months has no band: two points are no history. */
const trialsMin = 3

/** The usage known at `at`: without intervals that start later, and with later ends removed. Pure. */
export function knownAt<I extends { startedAt: Date; endedAt: Date | null }>(
  intervals: readonly I[],
  at: Date,
): I[] {
  return intervals
    .filter(({ startedAt }) => startedAt < at)
    .map((each) => (each.endedAt !== null && each.endedAt > at ? { ...each, endedAt: null } : each))
}

/** The lines of the whole month, extrapolated from `now`. Pure. */
export function forecastLines(intervals: readonly BillableInterval[], month: Month, now: Date): MonthLine[] {
  return rateMonth(knownAt(intervals, now), month, month.to)
}

/**
 * The band from the month furthest below its forecast to the one furthest above it, never below the usage so far. Null
 * with too few trials. Pure.
 */
export function bandOf(forecastCents: bigint, usedCents: bigint, trials: readonly Trial[]): Band | null {
  if (trials.length < trialsMin) return null
  let [lowCents, highCents] = [forecastCents, forecastCents]
  for (const { foreseen, came } of trials) {
    const scaled = forecastCents * came
    const down = scaled / foreseen
    const up = (scaled + foreseen - 1n) / foreseen
    if (down < lowCents) lowCents = down
    if (up > highCents) highCents = up
  }
  return { lowCents: lowCents < usedCents ? usedCents : lowCents, highCents }
}
