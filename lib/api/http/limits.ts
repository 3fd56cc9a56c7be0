/** Requests per minute of one token in one process: a program that polls each second has room, a runaway one has not. */
export const requestsPerMinute = 600
const windowMs = 60_000
/** Tokens with a window at a time; beyond it the oldest are forgotten. */
const tokensMax = 10_000

export type Room = { isWithin: boolean; remaining: number; resetSeconds: number }

/** Counts requests in windows of a minute, in this process alone: no request waits for it. */
export function requestLimits(perMinute: number, nowMs: () => number) {
  const windows = new Map<string, { endsMs: number; count: number }>()
  return (name: string): Room => {
    const now = nowMs()
    let window = windows.get(name)
    if (!window || window.endsMs <= now) {
      windows.delete(name)
      const oldest = windows.size >= tokensMax ? windows.keys().next().value : undefined
      if (oldest !== undefined) windows.delete(oldest)
      window = { endsMs: now + windowMs, count: 0 }
      windows.set(name, window)
    }
    window.count += 1
    return {
      isWithin: window.count <= perMinute,
      remaining: Math.max(0, perMinute - window.count),
      resetSeconds: Math.ceil((window.endsMs - now) / 1_000),
    }
  }
}
