const lasts = new Map<string, Promise<unknown>>()

/**
 * Runs tasks of one name in this process one after another, in call order; other names do not wait. Replayed
 * requests thus wait in memory and take no connection from the request they wait for.
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

/** How many names have a running task. */
export const namesAtWork = () => lasts.size
