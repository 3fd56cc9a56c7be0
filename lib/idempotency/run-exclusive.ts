const tailByName = new Map<string, Promise<unknown>>()

/**
 * Runs tasks of one name in this process one after another, in call order; other names do not wait. Replayed
 * requests thus wait in memory and take no connection from the request they wait for.
 */
export async function runExclusive<T>(name: string, work: () => Promise<T>): Promise<T> {
  const before = tailByName.get(name) ?? Promise.resolve()
  const own = before.then(work, work)
  tailByName.set(name, own)
  try {
    return await own
  } finally {
    if (tailByName.get(name) === own) tailByName.delete(name)
  }
}

/** How many names have a running task. */
export const countRunningNames = () => tailByName.size
