/**
 * Forecasts when a resource runs out. Its claimed amount changes with every order and every end: a random walk with
 * drift, by day. The expected day is on the line through the first and last day; the band covers 80 %, from the
 * variance of the days and the uncertainty of the drift. Rational arithmetic throughout: the same history gives the
 * same day everywhere. The model knows neither seasons nor capacity that is promised but not claimed.
 */
export type Forecast =
  | { kind: 'too_short'; days: number; daysNeeded: number }
  | {
      kind: 'known'
      /** Days after the last day of the history; null: not within the horizon. 0: it has run out. */
      soonest: number | null
      expected: number | null
      latest: number | null
    }

export const daysNeeded = 14
/** A year of history does not support a longer forecast. */
export const horizonDays = 730
/** Older days are a poor indicator of current orders. */
export const daysUsedMax = 180

/**
 * Student's t at 90 % one-sided, in thousandths, by degrees of freedom; in between, the next lower one, which is wider.
 */
const quantiles: readonly (readonly [number, bigint])[] = [
  [13, 1350n],
  [14, 1345n],
  [15, 1341n],
  [16, 1337n],
  [17, 1333n],
  [18, 1330n],
  [19, 1328n],
  [20, 1325n],
  [21, 1323n],
  [22, 1321n],
  [23, 1319n],
  [24, 1318n],
  [25, 1316n],
  [26, 1315n],
  [27, 1314n],
  [28, 1313n],
  [29, 1311n],
  [30, 1310n],
  [40, 1303n],
  [60, 1296n],
  [120, 1289n],
]

/** Returns the forecast from the claims at the end of consecutive days, the latest last. Pure. */
export function forecastRunOut(claimed: readonly bigint[], total: bigint): Forecast {
  const used = claimed.slice(-daysUsedMax - 1)
  const n = BigInt(used.length - 1)
  if (n < BigInt(daysNeeded)) return { kind: 'too_short', days: Math.max(0, used.length - 1), daysNeeded }
  const first = used[0] ?? 0n
  const last = used.at(-1) ?? 0n
  const rise = last - first
  let squares = 0n
  for (let index = 1; index < used.length; index += 1) {
    const step = (used[index] ?? 0n) - (used[index - 1] ?? 0n)
    squares += step * step
  }
  const left = total - last
  // Variance of one day = spread / (n (n - 1)); half the band after h days = t √(variance (h + h² / n)).
  const spread = n * squares - rise * rise
  const t = quantileFor(Number(n) - 1)
  /** n (left − drift · h), and the square of n times half the band, over the same denominator. */
  const missing = (h: bigint) => n * left - rise * h
  const isWithin = (gap: bigint, h: bigint) =>
    gap * gap * 1_000_000n * (n - 1n) <= t * t * spread * (h * n + h * h)
  return {
    kind: 'known',
    soonest: firstDay((h) => missing(h) <= 0n || isWithin(missing(h), h)),
    expected: firstDay((h) => missing(h) <= 0n),
    latest: firstDay((h) => missing(h) <= 0n && (h === 0n || !isInside(missing(h), h))),
  }

  function isInside(gap: bigint, h: bigint): boolean {
    return gap * gap * 1_000_000n * (n - 1n) < t * t * spread * (h * n + h * h)
  }
}

/**
 * Returns the first day that satisfies the condition, within the horizon. Day by day, because the upper edge may rise,
 * then fall.
 */
function firstDay(isReached: (h: bigint) => boolean): number | null {
  for (let h = 0; h <= horizonDays; h += 1) if (isReached(BigInt(h))) return h
  return null
}

function quantileFor(degrees: number): bigint {
  let found = quantiles[0]?.[1] ?? 1350n
  for (const [from, quantile] of quantiles) if (degrees >= from) found = quantile
  return found
}
