import { createWorkQueue } from '~/lib/kernel/concurrency/work-queue'

export type LookupLimits = {
  /** Of this process; what is beyond waits for its turn, and what is beyond that is asked to come back. */
  atOnceMax: number
  waitingMax: number
  /** Of one caller, those that wait included. */
  ofCallerMax: number
}

/** A browser sends its files one after the other; an office behind one address has some people who send one at a time. */
export const standardLookupLimits: LookupLimits = { atOnceMax: 2, waitingMax: 60, ofCallerMax: 4 }

/**
 * Looks sessions up for callers who bring a cookie with a file, which costs a request of the application each: two hundred
 * at once that brought a forged one took 180 MiB and kept every page waiting for a second. Answers null when it is too much
 * at once.
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
