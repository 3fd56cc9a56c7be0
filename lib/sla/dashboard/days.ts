import { endOfParisDay, parisDay, startOfParisDay } from '~/lib/kernel/time/paris-day'
import { type Availability, computeAvailability, type Span } from '../availability/compute-availability'
import type { Transition } from '../availability/transitions'
import type { Exclusion } from '../contract/exclusions'

/**
 * The result of a day. `kept`: no downtime. `touched`: downtime below the monthly allowance. `broken`: this day alone
 * exceeds the monthly allowance. `excluded`: only excluded time. `unknown`: not observed. `outside`: the resource did
 * not exist, or the day is in the future.
 */
export type DayKind = 'kept' | 'touched' | 'broken' | 'excluded' | 'unknown' | 'outside'
export type DayView = { day: string; kind: DayKind } & Pick<
  Availability,
  'downMs' | 'unknownMs' | 'excludedMs' | 'availabilityPpm'
>

type Seen = { transitions: readonly Transition[]; window: Span; exclusions: readonly Exclusion[] }

/**
 * The Paris days of `month`. `window` is the part of the month in which the resource existed and was observable;
 * `allowedMs` is the downtime that the objective allows in the month. Pure.
 */
export function daysOf(seen: Seen, month: Span, allowedMs: number): DayView[] {
  return daysWithin(month).map(({ day, from, to }) => {
    const window = { from: Math.max(from, seen.window.from), to: Math.min(to, seen.window.to) }
    const found = computeAvailability(seen.transitions, window, seen.exclusions)
    const { downMs, unknownMs, excludedMs, availabilityPpm } = found
    return { day, kind: kindOf(found, allowedMs), downMs, unknownMs, excludedMs, availabilityPpm }
  })
}

function kindOf(found: Availability, allowedMs: number): DayKind {
  if (found.windowMs === 0) return 'outside'
  if (found.downMs > 0) return found.downMs > allowedMs ? 'broken' : 'touched'
  if (found.upMs > 0) return 'kept'
  return found.excludedMs > 0 ? 'excluded' : 'unknown'
}

/** The Paris days that start within `month`, with their real length: 23, 24 or 25 hours. Pure. */
export function daysWithin(month: Span): (Span & { day: string })[] {
  const days: (Span & { day: string })[] = []
  for (let from = month.from; from < month.to; ) {
    const day = parisDay(new Date(from))
    const to = endOfParisDay(day).getTime()
    days.push({ day, from: startOfParisDay(day).getTime(), to })
    from = to
  }
  return days
}
