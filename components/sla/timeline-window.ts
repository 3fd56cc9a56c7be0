/** Half-open, milliseconds since 1970. */
export type Window = { from: number; to: number }

const hour = 3_600_000
const day = 24 * hour
/** The shortest and longest window. */
export const shortestMs = hour
export const longestMs = 400 * day
/** Announced maintenance lies ahead: the furthest future that can be shown. */
const aheadMs = 60 * day

export const spanMs = { hour, day, week: 7 * day, month: 31 * day, year: longestMs } as const
export type SpanName = keyof typeof spanMs

/** The window within the limits of its length and of the future. Pure. */
export function bounded({ from, to }: Window, now: number): Window {
  const length = Math.min(longestMs, Math.max(shortestMs, Math.round(to - from)))
  const middle = (from + to) / 2
  const start = Math.round(Math.min(middle - length / 2, now + aheadMs - length))
  return { from: start, to: start + length }
}

/** `factor` times as long; the instant at `share` of it stays in place. Pure. */
export function zoomed(window: Window, factor: number, share: number, now: number): Window {
  const length = Math.min(longestMs, Math.max(shortestMs, (window.to - window.from) * factor))
  const fixed = window.from + (window.to - window.from) * share
  return bounded({ from: fixed - length * share, to: fixed + length * (1 - share) }, now)
}

/** Moved by `share` of its own length, later when positive. Pure. */
export function moved(window: Window, share: number, now: number): Window {
  const by = (window.to - window.from) * share
  return bounded({ from: window.from + by, to: window.to + by }, now)
}

/** The last `length` milliseconds: the window ends now. Pure. */
export function upToNow(length: number, now: number): Window {
  return bounded({ from: now - length, to: now }, now)
}

/** The position of a span in a drawing of width 1,000: short spans stay visible, spans outside are null. Pure. */
export function placed(span: Window, window: Window): { x: number; width: number } | null {
  if (span.to < window.from || span.from > window.to) return null
  const scale = 1_000 / (window.to - window.from)
  const x = Math.max(0, (span.from - window.from) * scale)
  const end = Math.min(1_000, (span.to - window.from) * scale)
  const width = Math.max(1.5, end - x)
  return { x: Math.round(Math.min(x, 1_000 - width) * 100) / 100, width: Math.round(width * 100) / 100 }
}
