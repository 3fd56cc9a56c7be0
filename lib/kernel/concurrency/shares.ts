/** Work in progress in one process, in total and by key: one key must not crowd out others. */
export type Shares = {
  /** How much more work may start. */
  free(): number
  /** Work in progress by key. */
  busy(): Readonly<Record<string, number>>
  /** Runs `work` and counts it for `key` until it ends. */
  run<T>(key: string, work: () => Promise<T>): Promise<T>
}

/** Counts work in progress. The caller checks `free` and `busy` before it starts more than `atOnce`. */
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
