/** Runs at most `concurrencyMax` works at once and lets `waitingMax` wait; `offer` answers null beyond that. */
export function createWorkQueue(concurrencyMax: number, waitingMax: number) {
  let running = 0
  const waiting: (() => void)[] = []
  return {
    async offer<T>(work: () => Promise<T>): Promise<{ result: T } | null> {
      if (running >= concurrencyMax) {
        if (waiting.length >= waitingMax) return null
        // The place is handed over by whoever finishes, so that nobody slips in between.
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
