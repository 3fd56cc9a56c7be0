import { endOfParisDay } from '~/lib/kernel/time/paris-day'
import type { DayView } from './days'

/** `at`: epoch milliseconds; `leftMs`: the error budget left then, negative when it is exceeded. */
export type BudgetPoint = { at: number; leftMs: number }

/**
 * The error budget left at the start of the month and at the end of each day until the last observed one; on a running month that
 * day ends at `now`. Pure.
 */
export function burnDown(
  days: readonly Pick<DayView, 'day' | 'kind' | 'downMs'>[],
  allowedMs: number,
  { from, now }: { from: number; now: number },
): BudgetPoint[] {
  const last = days.findLastIndex(({ kind }) => kind !== 'outside')
  let leftMs = allowedMs
  return [
    { at: from, leftMs },
    ...days.slice(0, last + 1).map(({ day, downMs }) => {
      leftMs -= downMs
      return { at: Math.min(now, endOfParisDay(day).getTime()), leftMs }
    }),
  ]
}
