const lasts = new Map<string, Promise<unknown>>()

/**
 * In this process, works of one name run one after another, in the order of asking; other names do not wait.
 * Replays of a request then wait in memory, where they take no connection from the request they wait for.
 */
export async function oneAtATime<T>(name: string, work: () => Promise<T>): Promise<T> {
  const before = lasts.get(name) ?? Promise.resolve()
  const own = before.then(work, work)
  lasts.set(name, own)
  try {
    return await own
  } finally {
    if (lasts.get(name) === own) lasts.delete(name)
  }
}

/** How many names have work now. */
export const namesAtWork = () => lasts.size
