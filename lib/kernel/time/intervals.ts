/** Half-open `[start, end)`, UTC; a null `end` is still open. */
export type Interval = { start: Date; end: Date | null }

/** Whole seconds of `interval` within the half-open `[from, to)`; an open interval reaches to `to`. */
export function secondsWithin(interval: Interval, from: Date, to: Date): number {
  const start = Math.max(interval.start.getTime(), from.getTime())
  const end = Math.min(interval.end?.getTime() ?? Number.POSITIVE_INFINITY, to.getTime())
  return end > start ? Math.floor((end - start) / 1000) : 0
}
