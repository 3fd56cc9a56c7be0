import { addBusinessHours } from '~/lib/kernel/time/business-hours'

/** The operator answers within this number of business hours: with a decision or a question. */
export const promisedHours = 4

/** Returns when the operator's answer to a wait since `openedAt` is due. Pure. */
export const answerDue = (openedAt: Date): Date => addBusinessHours(openedAt, promisedHours)

export type MeasuredWait = { openedAt: Date; answeredAt: Date | null }

/**
 * Counts the waits that were due or answered by `now`, and those of them that were answered in time. A wait that is
 * neither due nor answered does not count. Pure.
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
