/**
 * Statuses by their numbers. Browser-safe. Of an invoice (XP Z12-012, 200 to 228, 501): 225 to 228 are those of
 * factoring. Of what a platform sends to the State (external specifications 3.2): 250 and 251 for the data of an
 * invoice, 300 and 301 for a declaration of e-reporting, 400 and 401 for a line of the directory, 500 for a flow,
 * 601 for a status.
 */
export const lifeCycleCodes = [
  200, 201, 202, 203, 204, 205, 206, 207, 208, 209, 210, 211, 212, 213, 214, 220, 221, 224, 225, 226, 227,
  228, 250, 251, 300, 301, 400, 401, 500, 501, 601,
] as const

/** Refused by the buyer (210), rejected by a platform (213) or inadmissible (501), or sent to nobody (221). */
export const refusalCodes: readonly number[] = [210, 213, 221, 501]

/** A person is needed: a credit note, a new number, or another address. */
export const isRefusal = (code: number) => refusalCodes.includes(code)

/**
 * Between platforms and the State: the invoice is with its buyer whatever they say (251: the platform extracts its data
 * again), so these statuses neither stop letters nor stand for how far the invoice is.
 */
export const codesBetweenPlatforms: readonly number[] = [250, 251, 300, 301, 400, 401, 500, 601]

export const isBetweenPlatforms = (code: number) => codesBetweenPlatforms.includes(code)

/** The buyer had it and refused it; anything else was turned away before. */
export const refusedByBuyer = (code: number | null) => code === 210

/** Disputed (207), suspended (208); paid to somebody else (224, 225, 226), or to another account (227). */
const questions: readonly number[] = [207, 208, 224, 225, 226, 227]

/** The buyer waits for something, or says that the money goes another way: a person answers first. */
export const needsAnswer = (code: number) => questions.includes(code)

/** What the State answers to a declaration of e-reporting: filed, or rejected. */
export const declarationFiled = 300
export const declarationRejected = 301

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
