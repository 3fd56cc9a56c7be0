import type { EinvoiceState } from '~/db/schema/billing-delivery'
import { addSeconds } from '~/lib/kernel/time/clock'
import { attemptsMax, retrySeconds } from './life-cycle'

/** What an attempt to send something to a platform makes of its row. */
export type AttemptOutcome = {
  state?: EinvoiceState
  attempts?: number
  nextAttemptAt?: Date | null
  externalId?: string
  failureCode?: string | null
  failureText?: string | null
  depositedAt?: Date
}

/** The platform has it, and is asked at once whether it passes its checks. Pure. */
export const deposited = (now: Date, externalId: string): AttemptOutcome => ({
  state: 'deposited',
  externalId,
  depositedAt: now,
  attempts: 0,
  failureCode: null,
  failureText: null,
  nextAttemptAt: now,
})

/** It would be refused again: a person looks. Pure. */
export const refused = (code: string, text: string): AttemptOutcome => ({
  state: 'rejected',
  failureCode: code.slice(0, 100),
  failureText: text.slice(0, 2_000),
  nextAttemptAt: null,
})

/** The platform did not answer: later again, and after a day of that a person looks at what it never had. Pure. */
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
