import { type CrashHook, crashPointName } from '~/lib/provisioning/runtime'

/** Dies at the named point as a killed process does: at once, with nothing flushed, closed or given back. */
export function crashAt(point: string): CrashHook {
  return (here) => {
    if (crashPointName(here) === point) process.kill(process.pid, 'SIGKILL')
  }
}
