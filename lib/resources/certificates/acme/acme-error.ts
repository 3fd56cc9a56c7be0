/** Why an order does not get on; the texts are in `certificates.json` under `failure.<code>`. */
export const acmeFailures = [
  'balancer_gone',
  'no_http_listener',
  'name_nowhere',
  'name_elsewhere',
  'name_ipv6',
  'resolver_silent',
  'unreachable',
  'rate_limited',
  'caa',
  'name_rejected',
  'not_reached',
  'order_gone',
  'timed_out',
  'rejected',
  'unusable',
  'no_account',
] as const
export type AcmeFailure = (typeof acmeFailures)[number]

/** A step towards a certificate that failed. `text` is the directory's own, or names the host. */
export class AcmeError extends Error {
  readonly code: AcmeFailure
  readonly text: string
  readonly retryAfterSeconds: number

  constructor(code: AcmeFailure, text: string, { retryAfterSeconds = 0, cause = undefined as unknown } = {}) {
    super(`${code}: ${text}`, { cause })
    this.name = 'AcmeError'
    this.code = code
    this.text = text.slice(0, 500)
    this.retryAfterSeconds = retryAfterSeconds
  }
}

const byType: Record<string, AcmeFailure> = {
  rateLimited: 'rate_limited',
  caa: 'caa',
  rejectedIdentifier: 'name_rejected',
  unsupportedIdentifier: 'name_rejected',
  dns: 'name_nowhere',
  connection: 'not_reached',
  unauthorized: 'not_reached',
  incorrectResponse: 'not_reached',
  tls: 'not_reached',
  accountDoesNotExist: 'no_account',
  serverInternal: 'unreachable',
}

/** The failure that a problem of the directory (`urn:ietf:params:acme:error:…`) means. Pure. */
export const failureOfProblem = (type: string): AcmeFailure =>
  byType[type.replace(/^urn:ietf:params:acme:error:/, '')] ?? 'rejected'

/** Seconds before the next attempt after this many; the last one repeats. */
const pauses = [60, 300, 1_800, 7_200, 21_600, 86_400] as const
/** The longest pause, even when the directory requests a longer one. */
const pauseMax = 7 * 86_400

/** Seconds until the next attempt: never sooner than the directory requests. Pure. */
export function pauseAfter(attempts: number, retryAfterSeconds = 0): number {
  const pause = pauses[Math.min(Math.max(attempts, 1), pauses.length) - 1] ?? pauseMax
  return Math.min(Math.max(pause, retryAfterSeconds), pauseMax)
}

/** A first certificate is given up after this many attempts. */
export const attemptsMax = pauses.length

/** A certificate is renewed when two thirds of its life are over. Pure. */
export const renewalOf = ({ validFrom, validTo }: { validFrom: Date; validTo: Date }): Date =>
  new Date(validFrom.getTime() + Math.floor(((validTo.getTime() - validFrom.getTime()) * 2) / 3))
