import { atParisHour, parisClock } from './paris-clock'

const hourMs = 3_600_000

/**
 * The instant `months` after `anchor` on the clocks of Paris: the same day of the month at the same hour, or the last
 * day of a month that is too short. Counted from the anchor every time, so that the 31st stays the 31st wherever a
 * month has one. Pure.
 */
export function addParisMonths(anchor: Date, months: number): Date {
  const { year, month, day, hour } = parisClock(anchor)
  const target = new Date(Date.UTC(year, month - 1 + months + 1, 0))
  const lastDay = target.getUTCDate()
  const at = atParisHour(target.getUTCFullYear(), target.getUTCMonth() + 1, Math.min(day, lastDay), hour)
  // Paris is whole hours ahead: minutes and less are those of the instant itself.
  return new Date(at.getTime() + (anchor.getTime() % hourMs))
}

/** How many months after `anchor` an instant lies that was counted from it by `addParisMonths`. Pure. */
export function parisMonthsBetween(anchor: Date, end: Date): number {
  const [from, to] = [parisClock(anchor), parisClock(end)]
  return (to.year - from.year) * 12 + to.month - from.month
}
