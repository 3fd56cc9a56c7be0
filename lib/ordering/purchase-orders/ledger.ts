import { addDays, daysBetween } from '~/lib/kernel/time/calendar-day'
import { endOfParisDay, parisDay, startOfParisDay } from '~/lib/kernel/time/paris-day'
import { parisMonth } from '~/lib/kernel/time/paris-month'
import { type RatedInterval, rateUsage } from '~/lib/usage'

export type Validity = { startsOn: string; endsOn: string }
/** Traffic of a month above the included amount: its cents, at the end of the measured interval. */
export type MeasuredUse = { measuredAt: Date; cents: bigint }
export type Use = RatedInterval | MeasuredUse
export type DayTotal = { day: string; cents: bigint }

/**
 * Use of a purchase order from its first day up to `at`, in cents without VAT: months are rated as on
 * invoices, plus measured traffic. Open intervals are assumed to continue, so that a future instant gives the
 * projected use; traffic is not projected. Pure.
 */
export function usedCents(uses: readonly Use[], { startsOn, endsOn }: Validity, at: Date): bigint {
  const start = startOfParisDay(startsOn)
  const end = earlier(endOfParisDay(endsOn), at)
  let total = 0n
  const within = uses.flatMap((use) => {
    if ('measuredAt' in use) {
      if (use.measuredAt > start && use.measuredAt <= end) total += use.cents
      return []
    }
    const startedAt = later(use.startedAt, start)
    return startedAt < end && (use.endedAt === null || use.endedAt > startedAt) ? [{ ...use, startedAt }] : []
  })
  for (let month = parisMonth(start); month.from < end; month = parisMonth(month.to)) {
    for (const line of rateUsage(within, month, end)) total += line.cents
  }
  return total
}

/** The day on which the ceiling is reached if nothing changes; null when it lasts to the end. Pure. */
export function exhaustionDay(
  uses: readonly Use[],
  order: Validity & { ceilingCents: bigint },
): string | null {
  const reaches = (dayNumber: number) =>
    usedCents(uses, order, endOfParisDay(addDays(order.startsOn, dayNumber))) >= order.ceilingCents
  const days = daysBetween(order.startsOn, order.endsOn)
  if (!reaches(days)) return null
  // Use never decreases, so the first such day is found by bisection.
  let low = 0
  let high = days
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    if (reaches(middle)) high = middle
    else low = middle + 1
  }
  return addDays(order.startsOn, low)
}

/** Past and projected use at the end of several days over the validity, both ends included. Pure. */
export function burnDown(
  uses: readonly Use[],
  order: Validity,
  now: Date,
  points = 48,
): { past: DayTotal[]; future: DayTotal[] } {
  const days = daysBetween(order.startsOn, order.endsOn)
  const today = parisDay(now)
  const step = Math.max(1, Math.ceil(days / points))
  const numbers = new Set([0, days, daysBetween(order.startsOn, today)])
  for (let day = 0; day < days; day += step) numbers.add(day)
  const all = [...numbers]
    .filter((day) => day >= 0 && day <= days)
    .sort((a, b) => a - b)
    .map((number) => {
      const day = addDays(order.startsOn, number)
      const at = day === today ? now : endOfParisDay(day)
      return { day, cents: usedCents(uses, order, at) }
    })
  return { past: all.filter(({ day }) => day <= today), future: all.filter(({ day }) => day >= today) }
}

const later = (a: Date, b: Date) => (a > b ? a : b)
const earlier = (a: Date, b: Date) => (a < b ? a : b)
