/** Yields the results of tasks in order, with at most `atOnce` of them running or waiting to be consumed. */
export async function* inOrder<T>(
  tasks: Iterator<() => Promise<T>> | AsyncIterator<() => Promise<T>>,
  atOnce: number,
): AsyncGenerator<T> {
  const running: Promise<T>[] = []
  const start = async () => {
    const task = await tasks.next()
    if (task.done) return
    const promise = task.value()
    // The consumer gets the failure when it awaits; until then the rejection must not be unhandled.
    promise.catch(() => undefined)
    running.push(promise)
  }
  for (let count = 0; count < atOnce; count += 1) await start()
  for (let first = running.shift(); first; first = running.shift()) {
    const result = await first
    await start()
    yield result
  }
}
