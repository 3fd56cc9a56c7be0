/** Stopped on request: not a failure. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted'
}

/**
 * Abort the returned signal at the first Ctrl-C or SIGTERM; a second one, after a moment, ends the process at once
 * and leaves the children to end by themselves.
 */
export function watchInterruptions(report: (line: string) => void): AbortSignal {
  const controller = new AbortController()
  let firstAt: number | undefined
  const interrupt = () => {
    if (firstAt === undefined) {
      firstAt = performance.now()
      controller.abort(new Interrupted('stopped'))
    } else if (performance.now() - firstAt > 1_000) {
      // Within a second it is the same Ctrl-C: the terminal sends it, and npm forwards it again.
      report('forced to end before everything had stopped')
      process.exit(130)
    }
  }
  process.on('SIGINT', interrupt)
  process.on('SIGTERM', interrupt)
  process.on('SIGHUP', interrupt)
  if (process.env.npm_lifecycle_event) whenParentEnds(interrupt)
  return controller.signal
}

/** A killed npm forwards nothing: the only sign is that its child has a new parent. */
function whenParentEnds(interrupt: () => void): void {
  const parent = process.ppid
  const watch = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(watch)
    interrupt()
  }, 1_000)
  watch.unref()
}
