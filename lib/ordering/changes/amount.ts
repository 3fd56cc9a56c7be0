import { cappedHoursPerMonth } from '~/lib/kernel/money'

const microCentsPerCent = 1_000_000n

/** The price of an hour of which a full month is so many cents. Pure. */
export const microCentsOf = (cents: bigint): bigint =>
  (cents * microCentsPerCent) / BigInt(cappedHoursPerMonth)
