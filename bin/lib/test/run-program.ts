import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { root } from '../root.ts'

const running = new Set<number>()

export type Ending = { code: number | null; durationMs: number }

/**
 * Run a program with the console's output and return how it ended. It leads a group of its own, so that
 * what it leaves behind can be ended with it.
 */
export function runProgram(
  command: string,
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<Ending> {
  const startedAt = performance.now()
  const child = spawn(command, args, {
    cwd: root,
    env: { ...process.env, ...env },
    detached: true,
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  const { pid } = child
  if (pid !== undefined) running.add(pid)
  return new Promise((resolve) => {
    const end = (code: number | null) => {
      if (pid !== undefined) {
        signalGroup(pid, 'SIGTERM')
        running.delete(pid)
      }
      resolve({ code, durationMs: performance.now() - startedAt })
    }
    child.once('error', (error) => {
      console.error(`${command}: ${error.message}`)
      end(null)
    })
    child.once('exit', (code) => end(code))
  })
}

/** Run a JavaScript program of the project or of a dependency under this Node. */
export function runNode(args: readonly string[], env: Record<string, string> = {}): Promise<Ending> {
  return runProgram(process.execPath, args, env)
}

/** On Ctrl-C or SIGTERM: pass it to what is running, and end as interrupted once that has ended. */
export function endWithChildren(): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      process.exitCode = 128 + constants.signals[signal]
      for (const pid of running) signalGroup(pid, 'SIGTERM')
      setTimeout(() => process.exit(), running.size === 0 ? 0 : 10_000).unref()
      interrupted = true
    })
  }
}

let interrupted = false

/** Whether the run has been told to stop. */
export function isInterrupted(): boolean {
  return interrupted
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal)
  } catch {
    // The whole group has ended.
  }
}
