/** One step of the scale: below so much availability, so much of the month's price is given back. */
export type CreditStep = { belowPpm: number | 'objective'; reductionBasisPoints: number }

/** What a version of the contract promises of availability, and what it leaves out. Durations in whole units. */
export type AvailabilityTerms = {
  /** Sorted from the mildest: the last step that applies is the one that counts. */
  creditSteps: readonly CreditStep[]
  /** No more than this part of the month's price of the resource is ever given back. */
  creditCapBasisPoints: number
  maintenance: { noticeHours: number; allowanceMinutesPerMonth: number }
}
