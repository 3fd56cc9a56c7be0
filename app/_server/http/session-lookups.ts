import { createWorkQueue } from '~/lib/kernel/concurrency/work-queue'

export type LookupLimits = {
  /** Per process; beyond it, lookups queue, and beyond the queue, callers must retry. */
  atOnceMax: number
  waitingMax: number
  /** Per caller, including queued ones. */
  ofCallerMax: number
}

/**
 * A browser uploads files one after the other; an office behind one address has a few people who upload at a time.
 */
export const standardLookupLimits: LookupLimits = { atOnceMax: 2, waitingMax: 60, ofCallerMax: 4 }

/**
 * Looks up sessions for uploads with a cookie, each of which costs a request to the application: two hundred
 * concurrent forged ones took 180 MiB and delayed every page by a second. Returns null when the limits are exceeded.
 */
export function limitLookups(isSignedIn: (cookies: string) => Promise<boolean>, limits: LookupLimits) {
  const queue = createWorkQueue(limits.atOnceMax, limits.waitingMax)
  const underWay = new Map<string, number>()
  return async (caller: string, cookies: string, isGone: () => boolean): Promise<boolean | null> => {
    const own = underWay.get(caller) ?? 0
    if (own >= limits.ofCallerMax) return null
    underWay.set(caller, own + 1)
    try {
      const done = await queue.offer(async () => !isGone() && isSignedIn(cookies))
      return done ? done.result : null
    } finally {
      const left = (underWay.get(caller) ?? 1) - 1
      if (left === 0) underWay.delete(caller)
      else underWay.set(caller, left)
    }
  }
}
