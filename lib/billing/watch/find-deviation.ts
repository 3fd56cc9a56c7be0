/** Length of the comparison window, in days. */
export const daysCompared = 28
/** A project with a shorter history is not judged. */
export const daysMin = 14
/** Allowed distance in median deviations: about 2.7 standard deviations for a normal distribution. */
const deviationsAllowed = 4n

export type Deviation = { expectedCents: bigint; allowedCents: bigint; isApart: boolean }

/**
 * Whether a day's cost deviates from the days before: from their median by more than four times their median deviation,
 * and by at least `minimumCents`. Days before the first cost do not count. Null with too short a history. The median of
 * an even number of values is the lower middle one. Pure.
 */
export function findDeviation(
  cents: bigint,
  daysBefore: readonly bigint[],
  minimumCents: bigint,
): Deviation | null {
  const first = daysBefore.findIndex((each) => each > 0n)
  const known = first === -1 ? [] : daysBefore.slice(first)
  if (known.length < daysMin) return null
  const expectedCents = median(known)
  const spread = deviationsAllowed * median(known.map((each) => distance(each, expectedCents)))
  const allowedCents = spread > minimumCents ? spread : minimumCents
  return { expectedCents, allowedCents, isApart: distance(cents, expectedCents) > allowedCents }
}

/** The median of at least one value; the lower middle one of an even number. Pure. */
export function median(values: readonly bigint[]): bigint {
  const sorted = [...values].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? 0n
}

const distance = (a: bigint, b: bigint) => (a > b ? a - b : b - a)
