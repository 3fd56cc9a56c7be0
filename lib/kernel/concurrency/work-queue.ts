/** Runs at most `concurrencyMax` pieces of work and queues up to `waitingMax`; `offer` returns null beyond that. */
export function createWorkQueue(concurrencyMax: number, waitingMax: number) {
  let running = 0
  const waiting: (() => void)[] = []
  return {
    async offer<T>(work: () => Promise<T>): Promise<{ result: T } | null> {
      if (running >= concurrencyMax) {
        if (waiting.length >= waitingMax) return null
        // The finishing work hands its place over directly, so that no newcomer can take it.
        await new Promise<void>((resolve) => waiting.push(resolve))
      } else {
        running += 1
      }
      try {
        return { result: await work() }
      } finally {
        const next = waiting.shift()
        if (next) next()
        else running -= 1
      }
    },
  }
}
