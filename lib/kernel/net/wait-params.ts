/** Parameters of a `rate_limited` refusal: for `Retry-After`, and for the text that says how long to wait. Pure. */
export function waitParams(seconds: number): { retryAfterSeconds: string; reason: string; minutes: string } {
  return { retryAfterSeconds: String(seconds), reason: 'wait', minutes: String(Math.ceil(seconds / 60)) }
}
