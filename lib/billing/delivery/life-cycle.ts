/**
 * Life-cycle statuses by number. Browser-safe. Invoices (XP Z12-012): 200 to 228 and 501, of which 225 to 228 concern
 * factoring. Data sent by a platform to the State (external specifications 3.2): 250 and 251 invoice data, 300 and 301
 * e-reporting declarations, 400 and 401 directory lines, 500 flows, 601 statuses.
 */
export const lifeCycleCodes = [
  200, 201, 202, 203, 204, 205, 206, 207, 208, 209, 210, 211, 212, 213, 214, 220, 221, 224, 225, 226, 227,
  228, 250, 251, 300, 301, 400, 401, 500, 501, 601,
] as const

/** Refused by the buyer (210), rejected by a platform (213), inadmissible (501), or without a recipient (221). */
export const refusalCodes: readonly number[] = [210, 213, 221, 501]

/** Staff must act: issue a credit note, a new number, or use another address. */
export const isRefusal = (code: number) => refusalCodes.includes(code)

/**
 * Statuses between platforms and the State. The buyer already has the invoice (251: the platform extracts its data
 * again), so these statuses neither stop dunning letters nor replace the invoice's own status.
 */
export const codesBetweenPlatforms: readonly number[] = [250, 251, 300, 301, 400, 401, 500, 601]

export const isBetweenPlatforms = (code: number) => codesBetweenPlatforms.includes(code)

/** The buyer received the invoice and refused it; other refusals happen before it reaches the buyer. */
export const refusedByBuyer = (code: number | null) => code === 210

/** Disputed (207), suspended (208), paid to a third party (224, 225, 226) or to another account (227). */
const disputeCodes: readonly number[] = [207, 208, 224, 225, 226, 227]

/** The buyer waits for an answer or reports a payment elsewhere: staff must answer first. */
export const needsAnswer = (code: number) => disputeCodes.includes(code)

/** The State's answer to an e-reporting declaration: filed or rejected. */
export const declarationFiled = 300
export const declarationRejected = 301

export const attemptsMax = 24
const secondsPerDay = 86_400

/** Seconds until the next retry: one minute, doubled each time, up to an hour. Pure. */
export function retrySeconds(attempts: number): number {
  return Math.min(3_600, 60 * 2 ** Math.max(0, Math.min(attempts, 10) - 1))
}

/** Seconds until the next status poll: short at first, hourly after a day. Pure. */
export function nextPollSeconds(ageS: number): number {
  if (ageS < 300) return 10
  return ageS < secondsPerDay ? 300 : 3_600
}

/** No further status is expected: paid, or without news for a hundred days. Pure. */
export function hasEnded(code: number | null, ageS: number): boolean {
  return code === 212 || ageS > 100 * secondsPerDay
}
