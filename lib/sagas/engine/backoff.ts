export type Backoff = { firstMs: number; longestMs: number }

/**
 * Milliseconds to wait after the `attempt`th failure: doubling, at most `longestMs`, and spread over the upper half by
 * `random` (0 ≤ random < 1), so that sagas that failed together do not retry together. Pure.
 */
export function backoffMs(attempt: number, backoff: Backoff, random: number): number {
  const whole = Math.min(backoff.longestMs, backoff.firstMs * 2 ** (attempt - 1))
  return Math.round(whole / 2 + (whole / 2) * random)
}
