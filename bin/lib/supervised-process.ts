import { type ChildProcess, spawn } from 'node:child_process'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { pathToFileURL } from 'node:url'
import type { RunUser } from '../../db/embedded/run-user.ts'
import { isWorthShowing, type LogFile } from './log-file.ts'
import { root } from './root.ts'

const followParent = pathToFileURL(path.join(import.meta.dirname, 'follow-parent.mjs')).href
/** A process that ends sooner than this after its start is not restarted at once. */
const quickDeathMs = 10_000

export type ProcessSpecification = {
  name: string
  args: readonly string[]
  env: NodeJS.ProcessEnv
  log: LogFile
  /** The user; omitted, the current one. */
  user?: RunUser
  /** Filters the lines of its output to show; omitted, only errors. */
  isShown?: (line: string, fromStderr: boolean) => boolean
  /** How many quick deaths in a row end the attempts. */
  quickDeathsMax: number
  report: (line: string) => void
}

export type Supervised = {
  name: string
  pid(): number | undefined
  /** Resolves with the reason when the process cannot be kept running. */
  lost: Promise<string>
  /** Replace the running process by a new one, with a fresh count of attempts. */
  restart(graceMs: number): Promise<void>
  stop(graceMs: number): Promise<void>
}

/** Keep one process running until `stop`: it is restarted when it ends by itself. */
export function supervise(specification: ProcessSpecification): Supervised {
  const { name, report } = specification
  let child: ChildProcess | undefined
  let stopping = false
  let quickDeaths = 0
  let retry: NodeJS.Timeout | undefined
  let isReplacing = false
  let replaced = Promise.resolve()
  let reportLost: (reason: string) => void
  const lost = new Promise<string>((resolve) => {
    reportLost = resolve
  })

  const start = () => {
    const startedAt = performance.now()
    child = spawnLogged(specification)
    let hasEnded = false
    const ended = (ending: string) => {
      if (stopping || isReplacing || hasEnded) return
      hasEnded = true
      quickDeaths = performance.now() - startedAt < quickDeathMs ? quickDeaths + 1 : 1
      if (quickDeaths >= specification.quickDeathsMax) {
        reportLost(`${ending}; see ${specification.log.file}`)
        return
      }
      const delayMs = Math.min(500 * 2 ** (quickDeaths - 1), 30_000)
      report(`${ending}; starting it again`)
      retry = setTimeout(start, delayMs)
    }
    child.once('exit', (code, signal) => ended(`${name} ended unexpectedly (${signal ?? `code ${code}`})`))
    child.once('error', (error) => ended(`${name} could not be started (${error.message})`))
  }
  start()

  const replace = async (graceMs: number) => {
    if (stopping) return
    clearTimeout(retry)
    isReplacing = true
    if (child !== undefined) await endProcess(child, graceMs)
    isReplacing = false
    quickDeaths = 0
    if (!stopping) start()
  }
  const restart = (graceMs: number) => {
    replaced = replaced.then(() => replace(graceMs))
    return replaced
  }
  const stop = async (graceMs: number) => {
    stopping = true
    clearTimeout(retry)
    await replaced
    if (child !== undefined) await endProcess(child, graceMs)
    specification.log.close()
  }
  return { name, pid: () => child?.pid, lost, restart, stop }
}

function spawnLogged(specification: ProcessSpecification): ChildProcess {
  const child = spawn(process.execPath, ['--import', followParent, ...specification.args], {
    cwd: root,
    env: specification.env,
    ...(specification.user && { uid: specification.user.uid, gid: specification.user.gid }),
    // Its own session: Ctrl-C reaches only us, and we stop the processes in order.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  const isShown = specification.isShown ?? isWorthShowing
  const take = (fromStderr: boolean) => (line: string) => {
    specification.log.write(line)
    if (isShown(line, fromStderr)) specification.report(`[${specification.name}] ${line}`)
  }
  if (child.stdout) createInterface({ input: child.stdout }).on('line', take(false))
  if (child.stderr) createInterface({ input: child.stderr }).on('line', take(true))
  return child
}

async function endProcess(child: ChildProcess, graceMs: number): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  child.kill('SIGTERM')
  const killTimer = setTimeout(() => child.kill('SIGKILL'), graceMs)
  await exited
  clearTimeout(killTimer)
}
