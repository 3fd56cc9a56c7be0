/** How much of one process's work is under way, in all and for each key: a key is whoever must not crowd out others. */
export type Shares = {
  /** How many more works may begin. */
  free(): number
  /** How many of each key are under way. */
  busy(): Readonly<Record<string, number>>
  /** Runs `work` and counts it for `key` until it ends. */
  run<T>(key: string, work: () => Promise<T>): Promise<T>
}

/** Counts works under way, at most `atOnce` of which the caller begins. The caller asks `free` and `busy` before it begins. */
export function createShares(atOnce: number): Shares {
  const counts = new Map<string, number>()
  let all = 0
  const add = (key: string, by: number) => {
    all += by
    const count = (counts.get(key) ?? 0) + by
    if (count === 0) counts.delete(key)
    else counts.set(key, count)
  }
  return {
    free: () => Math.max(0, atOnce - all),
    busy: () => Object.fromEntries(counts),
    async run(key, work) {
      add(key, 1)
      try {
        return await work()
      } finally {
        add(key, -1)
      }
    },
  }
}
