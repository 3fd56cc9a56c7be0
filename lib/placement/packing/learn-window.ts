import type { Kind, Lifetimes } from './lifetimes'

/** A server to learn from; times in seconds, `endedAt` null while it runs. */
export type WatchedServer = Kind & { createdAt: number; endedAt: number | null }

/** Seconds between two passes of a zone. */
export const learnEverySeconds = 1_800
/** Later events wait for the next pass: running transactions may still add to them. */
export const completeAfterSeconds = 300
/** What a zone has learnt counts half as much a month later. */
const halfLifeSeconds = 30 * 86_400

/**
 * Learns from servers within the half-open window `[from, to)`: each counts for its running time in the
 * window, and as ended if it ended there. Consecutive windows count every instant once. Changes only the
 * lifetimes.
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
