import type { Kind, Lifetimes } from './lifetimes'

/** A server as its lifetime is learnt from; times in seconds, `endedAt` null while it runs. */
export type WatchedServer = Kind & { createdAt: number; endedAt: number | null }

/** How often a zone learns. */
export const learnEverySeconds = 1_800
/** What happened so recently is learnt next time: transactions that began before may still add to it. */
export const settledAfterSeconds = 300
/** What a zone learns counts half as much a month later. */
const halfLifeSeconds = 30 * 86_400

/**
 * Learn from what servers did within the half-open window `[from, to)`: each counts for the time it ran
 * in the window, and as ended when it ended there. Windows that follow each other count every moment once. Changes
 * the lifetimes alone.
 */
export function learnWindow(
  lifetimes: Lifetimes,
  servers: Iterable<WatchedServer>,
  from: number,
  to: number,
): void {
  lifetimes.fade(0.5 ** ((to - from) / halfLifeSeconds))
  for (const server of servers) {
    const { createdAt, endedAt } = server
    const hasEnded = endedAt !== null && endedAt < to
    const until = hasEnded ? endedAt : to
    if (createdAt >= to || (hasEnded && endedAt < from)) continue
    lifetimes.watch(server, Math.max(from, createdAt) - createdAt, until - createdAt, hasEnded)
  }
  lifetimes.learn()
}
