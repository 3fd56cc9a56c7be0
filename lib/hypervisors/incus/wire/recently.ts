export type Recently = {
  /**
   * What `run` gives, asked for at most once in a while under this key: who asks while it runs waits for the same
   * answer. A failure is nobody else's, and is not remembered.
   */
  once<T>(key: string, run: () => Promise<T>): Promise<T>
  /** Nothing is remembered any more: something was not as it had been. */
  forget(): void
}

const rememberedMs = 30_000

/** Remembers for half a minute what was made sure of, so that a burst of orders does not ask the same each time. */
export function createRecently(now: () => Date): Recently {
  const known = new Map<string, { at: number; value: unknown }>()
  const running = new Map<string, Promise<unknown>>()
  return {
    async once<T>(key: string, run: () => Promise<T>): Promise<T> {
      const found = known.get(key)
      if (found && now().getTime() - found.at < rememberedMs) return found.value as T
      const current = running.get(key)
      if (current) {
        // It may fail only because its own caller gave up.
        const shared = await current.then((value) => ({ value: value as T })).catch(() => undefined)
        if (shared) return shared.value
      }
      const answer = run()
      running.set(key, answer)
      try {
        const value = await answer
        if (running.get(key) === answer) known.set(key, { at: now().getTime(), value })
        return value
      } finally {
        if (running.get(key) === answer) running.delete(key)
      }
    },
    forget() {
      known.clear()
      // What began before may have seen what is no more.
      running.clear()
    },
  }
}
