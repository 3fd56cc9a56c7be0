/** Values shared by all callers of one key for a short time. */
export type KeptValues<T> = { get(key: string, now: Date, load: () => Promise<T>): Promise<T> }

/**
 * Keeps each value for `freshMs` after its load began: concurrent and later callers of a key share one load. A failed load
 * is not kept. Beyond `most` keys the oldest is dropped.
 */
export function createKeptValues<T>({ freshMs, most }: { freshMs: number; most: number }): KeptValues<T> {
  const kept = new Map<string, { value: Promise<T>; at: number }>()
  return {
    get(key, now, load) {
      const found = kept.get(key)
      if (found && Math.abs(now.getTime() - found.at) < freshMs) return found.value
      const entry = { value: load(), at: now.getTime() }
      kept.delete(key)
      kept.set(key, entry)
      entry.value.catch(() => kept.get(key) === entry && kept.delete(key))
      for (const oldest of kept.keys()) {
        if (kept.size <= most) break
        kept.delete(oldest)
      }
      return entry.value
    },
  }
}
