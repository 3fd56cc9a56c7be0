/** Parameters of a `rate_limited` refusal, for `Retry-After` and for the text with the waiting time. Pure. */
export function waitParams(seconds: number): { retryAfterSeconds: string; reason: string; minutes: string } {
  return { retryAfterSeconds: String(seconds), reason: 'wait', minutes: String(Math.ceil(seconds / 60)) }
}
