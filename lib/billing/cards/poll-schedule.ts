import type { CardPaymentState } from '~/db/schema/billing/cards'

const minute = 60
const hour = 60 * minute
const day = 24 * hour

/** Payments, or refunds, that one worker reads per pass. */
export const pollBatchSize = 20
/** Longer than the provider's timeout plus the write. */
export const pollLeaseSeconds = 45

/** A payment that the provider has not known for this long is given up. */
export const givenUpAfterSeconds = 7 * day

/**
 * Seconds until the next poll, by the age of the payment; null when no further change is expected. Notices trigger an
 * earlier poll. Pure.
 */
export function nextPollSeconds(
  { state, isPassedOn }: { state: CardPaymentState; isPassedOn: boolean },
  ageSeconds: number,
): number | null {
  if (state === 'declined' || state === 'expired' || state === 'disputed') return null
  if (state === 'paid') {
    if (isPassedOn) return null
    return ageSeconds < hour ? minute : ageSeconds < 30 * day ? hour : day
  }
  return ageSeconds < 10 * minute ? 10 : ageSeconds < hour ? minute : 15 * minute
}
