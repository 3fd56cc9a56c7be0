import { cappedHoursPerMonth } from '~/lib/kernel/money'

const microCentsPerCent = 1_000_000n

/** The hourly price of which a full month costs this many cents. Pure. */
export const microCentsOf = (cents: bigint): bigint =>
  (cents * microCentsPerCent) / BigInt(cappedHoursPerMonth)
