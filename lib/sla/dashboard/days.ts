import { endOfParisDay, parisDay, startOfParisDay } from '~/lib/kernel/time/paris-day'
import { type Availability, computeAvailability, type Span } from '../availability/compute-availability'
import type { Transition } from '../availability/transitions'
import type { Exclusion } from '../contract/exclusions'

/**
 * How a day went. `kept`: nothing was lost. `touched`: something was, and less than the whole month may lose.
 * `broken`: that day alone spends more than the month may lose. `excluded`: nothing but what the contract leaves out.
 * `unknown`: nobody could see. `outside`: the resource was not there, or the day is still to come.
 */
export type DayKind = 'kept' | 'touched' | 'broken' | 'excluded' | 'unknown' | 'outside'
export type DayView = { day: string; kind: DayKind } & Pick<
  Availability,
  'downMs' | 'unknownMs' | 'excludedMs' | 'availabilityPpm'
>

type Seen = { transitions: readonly Transition[]; window: Span; exclusions: readonly Exclusion[] }

/**
 * The days in Paris of `month`, one by one. `window` is what of the month the resource was there for and can have been
 * looked at; `allowedMs` is what the month may lose under the objective. Pure.
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

/** The days in Paris that begin within `month`, each with its own length: 23, 24 or 25 hours. Pure. */
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
