import type { Topic } from '~/lib/live/client'

type Listener = (topics: readonly Topic[]) => void

let streaming = false
const listeners = new Set<Listener>()

/** Whether changes are heard as they happen: then polling is only a precaution. */
export const isStreaming = () => streaming

export function setStreaming(value: boolean): void {
  streaming = value
}

/** Returns the function that ends it. */
export function onChanges(listener: Listener): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export function announceChanges(topics: readonly Topic[]): void {
  for (const listener of [...listeners]) listener(topics)
}

/** An event may be lost; this bounds how long a page is wrong. */
const precautionMs = { busy: 5_000, calm: 60_000 }
/** Intervals up to this one are those of pages on which something is moving. */
const busyUpToMs = 2_500

/**
 * The interval of a query that refetches on events: `pollMs` while there is no stream, longer while there is one. Pure but
 * for `random`.
 */
export function refetchEvery(
  pollMs: number | false,
  hasStream: boolean,
  random = Math.random,
): number | false {
  if (pollMs === false || !hasStream) return pollMs
  if (pollMs <= busyUpToMs) return Math.max(pollMs, precautionMs.busy)
  // Pages that were opened together must not refetch together for ever.
  return Math.max(pollMs, Math.round(precautionMs.calm * (0.8 + 0.4 * random())))
}

type Queried<T> = { state: { data: T | undefined } }

/**
 * Options of a query that shows these topics: it refetches when one of them changes, and otherwise at the interval that
 * `pollMs` gives for its data.
 */
export function refetchingOn<T>(topics: readonly Topic[], pollMs: (data: T | undefined) => number | false) {
  return {
    meta: { topics },
    refetchInterval: ({ state }: Queried<T>) => refetchEvery(pollMs(state.data), isStreaming()),
  }
}

/** Whether a query with this `meta` shows one of the topics. Pure. */
export function shows(meta: Record<string, unknown> | undefined, topics: readonly Topic[]): boolean {
  const shown = meta?.topics
  return Array.isArray(shown) && topics.some((topic) => shown.includes(topic))
}
