import { type CrashHook, crashPointName } from '~/lib/sagas/runtime'

/**
 * Kills the process at the named point: at once, without flushing, closing or releasing anything. With SIGSTOP it is
 * suspended there instead, once.
 */
export function crashAt(point: string, signal: 'SIGKILL' | 'SIGSTOP'): CrashHook {
  let isDone = false
  return (here) => {
    if (isDone || crashPointName(here) !== point) return
    isDone = true
    process.kill(process.pid, signal)
  }
}
