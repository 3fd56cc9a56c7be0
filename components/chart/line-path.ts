export type Sample = { at: number; value: number | null }
export type Frame = { from: number; to: number; max: number }

/**
 * The line through these samples in a square of 1,000 by 100, time to the right. Where one is missing or the
 * next is more than `gapMs` away the line is broken: nothing is drawn that was not measured. Pure.
 */
export function linePath(samples: readonly Sample[], { from, to, max }: Frame, gapMs: number): string {
  const x = (at: number) => round(((at - from) / (to - from)) * 1_000)
  const y = (value: number) => round(100 - Math.min(1, max > 0 ? value / max : 0) * 100)
  let path = ''
  let last: number | null = null
  for (const { at, value } of samples) {
    if (value === null || at < from || at > to) {
      if (value === null) last = null
      continue
    }
    const isJoined = last !== null && at - last <= gapMs
    // A sample that stands alone is still seen: a line as short as it can be.
    path += isJoined ? `L${x(at)} ${y(value)}` : `M${x(at)} ${y(value)}h0.1`
    last = at
  }
  return path
}

const round = (value: number) => Math.round(value * 10) / 10

/** The least of 1, 2 or 5 times a power of ten that is not below `value`: what an axis ends with. Pure. */
export function niceMax(value: number, least: number): number {
  const wanted = Math.max(value, least)
  const power = 10 ** Math.floor(Math.log10(wanted))
  const step = [1, 2, 5, 10].find((each) => each * power >= wanted * (1 - 1e-9)) ?? 10
  return step * power
}

/** At most `count` of the rows, evenly, the last one among them. Pure. */
export function thinOut<T>(rows: readonly T[], count: number): T[] {
  const every = Math.max(1, Math.ceil(rows.length / count))
  return rows.filter((_, index) => (rows.length - 1 - index) % every === 0)
}
