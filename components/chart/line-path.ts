export type Sample = { at: number; value: number | null }
export type Frame = { from: number; to: number; max: number }

/**
 * The path through these samples in a box of 1,000 by 100, with time to the right. A missing sample or a gap of more
 * than `gapMs` breaks the line: only measurements are drawn. Pure.
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
    // A single sample is drawn as a very short line, to be visible.
    path += isJoined ? `L${x(at)} ${y(value)}` : `M${x(at)} ${y(value)}h0.1`
    last = at
  }
  return path
}

const round = (value: number) => Math.round(value * 10) / 10

/** The smallest of 1, 2 or 5 times a power of ten that is at least `value`: the end of an axis. Pure. */
export function niceMax(value: number, least: number): number {
  const wanted = Math.max(value, least)
  const power = 10 ** Math.floor(Math.log10(wanted))
  const step = [1, 2, 5, 10].find((each) => each * power >= wanted * (1 - 1e-9)) ?? 10
  return step * power
}

/** At most `count` rows, evenly spaced, including the last. Pure. */
export function thinOut<T>(rows: readonly T[], count: number): T[] {
  const every = Math.max(1, Math.ceil(rows.length / count))
  return rows.filter((_, index) => (rows.length - 1 - index) % every === 0)
}
