import type { CardPaymentState } from '~/db/schema/billing-cards'

const minute = 60
const hour = 60 * minute
const day = 24 * hour

/** Payments, or refunds, that one worker asks about at a time. */
export const looksAtOnce = 20
/** Longer than the provider may take to answer, and the books to be written. */
export const lookLeaseSeconds = 45

/** A provider that knows nothing of a payment for so long never will. */
export const forgottenAfterSeconds = 7 * day

/**
 * How long until the provider is asked again, by how long ago the payment was begun; null once nothing more is expected.
 * Notices make it sooner. Pure.
 */
export function nextLookSeconds(
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
