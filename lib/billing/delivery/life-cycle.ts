/** Life-cycle statuses of XP Z12-012, by their numbers. Browser-safe. */
export const lifeCycleCodes = [
  200, 201, 202, 203, 204, 205, 206, 207, 208, 209, 210, 211, 212, 213, 220, 501,
] as const

/** Refused by the buyer, rejected by a platform, inadmissible: a credit note or a new number is needed. */
export const isRefusal = (code: number) => code === 210 || code === 213 || code === 501

/** The buyer had it and refused it; anything else was turned away before. */
export const refusedByBuyer = (code: number | null) => code === 210

/** Disputed, suspended: the buyer waits for something. */
export const needsAnswer = (code: number) => code === 207 || code === 208

export const attemptsMax = 24
const dayS = 86_400

/** Seconds until the next try: a minute, then twice as long each time, an hour at most. Pure. */
export function retrySeconds(attempts: number): number {
  return Math.min(3_600, 60 * 2 ** Math.max(0, Math.min(attempts, 10) - 1))
}

/** Seconds until a platform is asked again about what it has: soon at first, every hour after a day. Pure. */
export function nextLookSeconds(ageS: number): number {
  if (ageS < 300) return 10
  return ageS < dayS ? 300 : 3_600
}

/** Nothing more is to come: it was paid, or nobody has said anything for a hundred days. Pure. */
export function hasEnded(code: number | null, ageS: number): boolean {
  return code === 212 || ageS > 100 * dayS
}
