import type { EinvoiceState } from '~/db/schema/billing/delivery'
import { addSeconds } from '~/lib/kernel/time/clock'
import { attemptsMax, retrySeconds } from './life-cycle'

/** Columns that the result of an attempt sets on a delivery, report or declaration. */
export type AttemptOutcome = {
  state?: EinvoiceState
  attempts?: number
  nextAttemptAt?: Date | null
  externalId?: string
  failureCode?: string | null
  failureText?: string | null
  depositedAt?: Date
}

/** Deposited; the first status check is due at once. Pure. */
export const deposited = (now: Date, externalId: string): AttemptOutcome => ({
  state: 'deposited',
  externalId,
  depositedAt: now,
  attempts: 0,
  failureCode: null,
  failureText: null,
  nextAttemptAt: now,
})

/** Rejected, and a retry would be rejected again: left to a member of staff. Pure. */
export const refused = (code: string, text: string): AttemptOutcome => ({
  state: 'rejected',
  failureCode: code.slice(0, 100),
  failureText: text.slice(0, 2_000),
  nextAttemptAt: null,
})

/**
 * The platform did not answer: retries with increasing delay; after a day without a deposit, left to a member of staff.
 * Pure.
 */
export function unavailable(
  now: Date,
  { state, attempts }: { state: EinvoiceState; attempts: number },
  error: unknown,
): AttemptOutcome {
  const isOver = state === 'waiting' && attempts >= attemptsMax
  return {
    failureCode: 'unavailable',
    failureText: error instanceof Error ? error.message.slice(0, 500) : 'unknown',
    ...(isOver
      ? { state: 'failed', nextAttemptAt: null }
      : { nextAttemptAt: addSeconds(now, retrySeconds(attempts)) }),
  }
}
