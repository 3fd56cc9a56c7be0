import { atParisHour, parisClock } from './paris-clock'

const hourMs = 3_600_000

/**
 * Returns the instant `months` after `anchor` on clocks in Paris: the same day of the month at the same hour, or the
 * last day of a shorter month. Always computed from the anchor, so that the 31st stays the 31st where a month has one.
 * Pure.
 */
export function addParisMonths(anchor: Date, months: number): Date {
  const { year, month, day, hour } = parisClock(anchor)
  const target = new Date(Date.UTC(year, month - 1 + months + 1, 0))
  const lastDay = target.getUTCDate()
  const at = atParisHour(target.getUTCFullYear(), target.getUTCMonth() + 1, Math.min(day, lastDay), hour)
  // Paris is whole hours ahead, so minutes and smaller units are those of the instant itself.
  return new Date(at.getTime() + (anchor.getTime() % hourMs))
}

/** Returns the number of months for which `addParisMonths` gives `end` from `anchor`. Pure. */
export function parisMonthsBetween(anchor: Date, end: Date): number {
  const [from, to] = [parisClock(anchor), parisClock(end)]
  return (to.year - from.year) * 12 + to.month - from.month
}
