import { spawn } from 'node:child_process'
import { asUser, type RunUser } from './run-user.ts'

export type Watchdog = {
  /** Stop `pid` when this process dies. */
  guard(pid: number): void
  /** End the watchdog after an orderly shutdown. */
  dismiss(): void
}

// Its standard input is a pipe from us: the pipe closes when this process ends, for any reason.
const script = `pid=
while read -r line; do pid=$line; done
[ -n "$pid" ] || [ -z "$1" ] || pid=$(head -n 1 "$1/data/postmaster.pid" 2>/dev/null)
if [ -n "$pid" ]; then
  kill -INT "$pid" 2>/dev/null
  while kill -0 "$pid" 2>/dev/null; do sleep 0.2; done
fi
[ -z "$1" ] || for attempt in 1 2 3; do rm -rf "$1" && sleep 1; done`

/**
 * Start a small shell that outlives this process, stops the server it guards and removes the folder `throwaway` if
 * given, even if this process is killed while `initdb` is still filling the folder.
 */
export function startWatchdog(user: RunUser, throwaway = ''): Watchdog {
  const shell = spawn('/bin/sh', ['-c', script, 'sh', throwaway], {
    ...asUser(user),
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  shell.stdin.on('error', () => {})
  shell.unref()
  return { guard: (pid) => void shell.stdin.write(`${pid}\n`), dismiss: () => void shell.kill('SIGKILL') }
}
