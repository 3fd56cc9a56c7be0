import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { root } from '../root.ts'

const running = new Set<number>()

/** Where a program writes: the console, or an open file. */
export type Output = 'inherit' | number

/**
 * Run a program and return its exit code. It leads its own process group, so that its remaining children can be
 * ended with it.
 */
export function runProgram(
  command: string,
  args: readonly string[],
  { env = {}, output = 'inherit' }: { env?: Record<string, string>; output?: Output } = {},
): Promise<number | null> {
  const child = spawn(command, args, {
    cwd: root,
    env: { ...process.env, ...env },
    detached: true,
    stdio: ['ignore', output, output],
  })
  const { pid } = child
  if (pid !== undefined) running.add(pid)
  return new Promise((resolve) => {
    const end = (code: number | null) => {
      if (pid !== undefined) {
        signalGroup(pid, 'SIGTERM')
        running.delete(pid)
      }
      resolve(code)
    }
    child.once('error', (error) => {
      console.error(`${command}: ${error.message}`)
      end(null)
    })
    child.once('exit', (code) => end(code))
  })
}

/** On Ctrl-C or SIGTERM: forward it to the running program, and exit as interrupted once that has ended. */
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

/** Whether the run was interrupted. */
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
