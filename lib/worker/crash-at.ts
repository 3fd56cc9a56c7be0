import { type CrashHook, crashPointName } from '~/lib/sagas/runtime'

/**
 * Dies at the named point as a killed process does: at once, with nothing flushed, closed or given back. With
 * SIGSTOP it sleeps there instead, once, as a machine that was suspended.
 */
export function crashAt(point: string, signal: 'SIGKILL' | 'SIGSTOP'): CrashHook {
  let isDone = false
  return (here) => {
    if (isDone || crashPointName(here) !== point) return
    isDone = true
    process.kill(process.pid, signal)
  }
}
