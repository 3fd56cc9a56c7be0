/**
 * What a month is going to come to. Assumed: what runs goes on as it runs, at the price that it has, to the end of the
 * month, 720 hours at most; nothing is ordered, stopped or deleted any more. How far that is wrong is told by the months
 * before: the same forecast, made at the same moment of each of them, beside what each came to in the end.
 */
import type { Month } from '~/lib/kernel/time/paris-month'
import { type BillableInterval, type MonthLine, rateMonth } from './rate-month'

/** Of a past month: what would have been forecast of a part, and what it came to. Micro-cents times seconds. */
export type Trial = { foreseen: bigint; came: bigint }
export type Band = { lowCents: bigint; highCents: bigint }

/** With fewer months behind it a part has no band: two points are no history. */
const trialsMin = 3

/** The usage as it was known at `at`: what had not begun is not there, what had not ended goes on. Pure. */
export function knownAt<I extends { startedAt: Date; endedAt: Date | null }>(
  intervals: readonly I[],
  at: Date,
): I[] {
  return intervals
    .filter(({ startedAt }) => startedAt < at)
    .map((each) => (each.endedAt !== null && each.endedAt > at ? { ...each, endedAt: null } : each))
}

/** The lines of the whole month, as things stand at `now`. Pure. */
export function forecastLines(intervals: readonly BillableInterval[], month: Month, now: Date): MonthLine[] {
  return rateMonth(knownAt(intervals, now), month, month.to)
}

/**
 * Between the month that fell furthest short of its forecast and the one that went furthest past it, never below what is
 * used already. Null with too few trials. Pure.
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
