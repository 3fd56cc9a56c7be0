export type Recently = {
  /**
   * Returns the result of `run`, called at most once per period under this key; concurrent callers share it. Failures
   * are not shared and not remembered.
   */
  once<T>(key: string, run: () => Promise<T>): Promise<T>
  /** Forgets everything, because something was not as remembered. */
  forget(): void
}

const rememberedMs = 30_000

/** Remembers for half a minute what was ensured, so that a burst of orders does not repeat the same requests. */
export function createRecently(now: () => Date): Recently {
  const known = new Map<string, { at: number; value: unknown }>()
  const running = new Map<string, Promise<unknown>>()
  return {
    async once<T>(key: string, run: () => Promise<T>): Promise<T> {
      const found = known.get(key)
      if (found && now().getTime() - found.at < rememberedMs) return found.value as T
      const current = running.get(key)
      if (current) {
        // It may have failed only because its own caller gave up.
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
      // Calls in progress may have seen outdated state.
      running.clear()
    },
  }
}
