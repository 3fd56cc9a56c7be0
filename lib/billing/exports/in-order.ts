/** Results of tasks in their order, at most `atOnce` of them running or waiting to be taken. */
export async function* inOrder<T>(tasks: readonly (() => Promise<T>)[], atOnce: number): AsyncGenerator<T> {
  const running: Promise<T>[] = []
  let next = 0
  const start = () => {
    const task = tasks[next]
    next += 1
    if (!task) return
    const promise = task()
    // Whoever takes it hears of its failure; until then it is nobody's.
    promise.catch(() => undefined)
    running.push(promise)
  }
  for (let count = 0; count < atOnce; count += 1) start()
  for (let first = running.shift(); first; first = running.shift()) {
    const result = await first
    start()
    yield result
  }
}
