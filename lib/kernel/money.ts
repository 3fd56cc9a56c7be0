/**
 * Money: amounts are integer cents, prices integer micro-cents per 3,600 seconds (one hour), quantities integer
 * seconds. Never a float. Rounding is half up on positive amounts, once per line.
 */
export const microCentsPerCent = 1_000_000n
export const secondsPerHour = 3_600n
/** A month is billed for at most its first 720 hours per resource and meter. */
export const cappedHoursPerMonth = 720n

/** Divides two non-negative integers, ties up. */
export function divideHalfUp(dividend: bigint, divisor: bigint): bigint {
  if (dividend < 0n || divisor <= 0n)
    throw new RangeError('divideHalfUp takes a positive divisor and no negative amount')
  return (2n * dividend + divisor) / (2n * divisor)
}

/** Price of `seconds` of use in cents, rounded once. */
export function amountCents(microCentsPerHour: bigint, seconds: bigint): bigint {
  return divideHalfUp(microCentsPerHour * seconds, secondsPerHour * microCentsPerCent)
}

export const mebibytesPerGibibyte = 1_024n

/** Price of mebibytes of traffic in cents, rounded once. */
export function trafficCents(microCentsPerGibibyte: bigint, mebibytes: bigint): bigint {
  return divideHalfUp(microCentsPerGibibyte * mebibytes, mebibytesPerGibibyte * microCentsPerCent)
}

/** Price of a full month (720 hours) in cents. */
export function monthlyCents(microCentsPerHour: bigint): bigint {
  return amountCents(microCentsPerHour, cappedHoursPerMonth * secondsPerHour)
}

/** VAT on a sum without VAT, symmetric for negative sums; the rate is in parts per 10,000 (20 % = 2,000). */
export function vatCents(sumCents: bigint, rateBasisPoints: number): bigint {
  if (sumCents < 0n) return -vatCents(-sumCents, rateBasisPoints)
  return divideHalfUp(sumCents * BigInt(rateBasisPoints), 10_000n)
}

/** Whole euros for a sentence in both languages; rounded up, so that the shown amount is always enough. */
export function roundUpToWholeEuros(cents: bigint): string {
  return `${(cents + 99n) / 100n}`
}
