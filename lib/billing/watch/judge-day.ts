/** Days that say what the next one may cost. */
export const daysCompared = 28
/** With fewer days behind it nothing is expected of a project. */
export const daysMin = 14
/** A day may be this many median deviations away: about 2.7 standard deviations where days scatter evenly. */
const deviationsAllowed = 4n

export type Judgement = { expectedCents: bigint; allowedCents: bigint; isApart: boolean }

/**
 * Whether a day costs what the days before let expect: their median, give or take four times the median of how far each
 * of them is from it, and `minimumCents` at least. Days before the first that cost something do not count. Null with too
 * few of them. Medians of an even number are the lower of the two in the middle. Pure.
 */
export function judgeDay(
  cents: bigint,
  daysBefore: readonly bigint[],
  minimumCents: bigint,
): Judgement | null {
  const first = daysBefore.findIndex((each) => each > 0n)
  const known = first === -1 ? [] : daysBefore.slice(first)
  if (known.length < daysMin) return null
  const expectedCents = median(known)
  const spread = deviationsAllowed * median(known.map((each) => distance(each, expectedCents)))
  const allowedCents = spread > minimumCents ? spread : minimumCents
  return { expectedCents, allowedCents, isApart: distance(cents, expectedCents) > allowedCents }
}

/** The lower one in the middle of at least one. Pure. */
export function median(values: readonly bigint[]): bigint {
  const sorted = [...values].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? 0n
}

const distance = (a: bigint, b: bigint) => (a > b ? a - b : b - a)
