export type Recently = {
  /** What `run` gave, asked for at most once in a while under this key; a failure is not remembered. */
  once<T>(key: string, run: () => Promise<T>): Promise<T>
  /** Nothing is remembered any more: something was not as it had been. */
  forget(): void
}

const rememberedMs = 30_000

/** Remembers for half a minute what was made sure of, so that a burst of orders does not ask the same each time. */
export function createRecently(now: () => Date): Recently {
  const known = new Map<string, { at: number; value: unknown }>()
  return {
    async once<T>(key: string, run: () => Promise<T>): Promise<T> {
      const found = known.get(key)
      if (found && now().getTime() - found.at < rememberedMs) return found.value as T
      const value = await run()
      known.set(key, { at: now().getTime(), value })
      return value
    },
    forget: () => known.clear(),
  }
}
