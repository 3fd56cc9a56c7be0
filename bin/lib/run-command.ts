import { spawn } from 'node:child_process'
import { StartRefusal } from '../../db/embedded/index.ts'
import { root } from './root.ts'

export type CommandOptions = {
  env: NodeJS.ProcessEnv
  /** Receives every line of output. */
  log: (line: string) => void
  signal?: AbortSignal | undefined
}

/**
 * Run one of our programs to its end and return its standard output. It has its own session, so that a Ctrl-C
 * reaches it only through `signal`, once.
 *
 * @throws StartRefusal quoting `what` and the end of its output when it fails.
 */
export function runCommand(what: string, args: readonly string[], options: CommandOptions): Promise<string> {
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: options.env,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const stop = () => killGroup(child.pid)
  options.signal?.addEventListener('abort', stop, { once: true })
  let answer = ''
  let tail: string[] = []
  const keep = (chunk: string) => {
    const lines = chunk.split('\n').filter((line) => line.trim() !== '')
    for (const line of lines) options.log(line)
    tail = [...tail, ...lines].slice(-30)
  }
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    answer += chunk
    keep(chunk)
  })
  child.stderr.setEncoding('utf8').on('data', keep)
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => {
      options.signal?.removeEventListener('abort', stop)
      if (options.signal?.aborted) reject(options.signal.reason)
      else if (code === 0) resolve(answer)
      else
        reject(
          new StartRefusal(`${what} failed (code ${code}):\n${tail.map((line) => `  ${line}`).join('\n')}`),
        )
    })
  })
}

function killGroup(pid: number | undefined): void {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGTERM')
  } catch {
    // It ended after the signal.
  }
}
