import { addBusinessHours } from '~/lib/kernel/time/business-hours'

/** The operator answers within so many business hours: decides, or asks something. */
export const promisedHours = 4

/** By when the operator has promised to answer what waits since `openedAt`. Pure. */
export const answerDue = (openedAt: Date): Date => addBusinessHours(openedAt, promisedHours)

export type MeasuredWait = { openedAt: Date; answeredAt: Date | null }

/**
 * Of the waits that were due or answered by `now`: how many, and how many of them were answered in time. One that is
 * not due yet and not answered says nothing. Pure.
 */
export function measurePromise(
  waits: readonly MeasuredWait[],
  now: Date,
): { measured: number; kept: number } {
  let measured = 0
  let kept = 0
  for (const { openedAt, answeredAt } of waits) {
    const due = answerDue(openedAt)
    if (answeredAt ? answeredAt <= due : false) kept += 1
    if (answeredAt || due < now) measured += 1
  }
  return { measured, kept }
}
