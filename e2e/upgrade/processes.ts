import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, mkdirSync, openSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { findFreePort } from '~/db/embedded/free-port'
import type { Version } from './versions'

export const processKinds = ['portal', 'operator', 'worker', 'console'] as const
export type ProcessKind = (typeof processKinds)[number]

export type VersionProcess = {
  version: Version['name']
  kind: ProcessKind
  isReady(): Promise<boolean>
  /** The sum of all series of this metric. */
  readMetric(name: string): Promise<number>
  /** SIGTERM; resolves with the exit code. */
  stop(): Promise<number | null>
}

/** Ports that stay the same over restarts, as those of a proxy's servers do. */
export type Ports = { port: number; health: number; metrics: number }
export const findPorts = async (): Promise<Ports> => ({
  port: await findFreePort(),
  health: await findFreePort(),
  metrics: await findFreePort(),
})

type Environment = Readonly<Record<string, string>>
const programs = { portal: 'site', operator: 'site', worker: 'worker', console: 'console' } as const

/** Start a process as an image does: same command, same folder, nothing but the variables of its kind. */
export function startProcess(
  version: Version,
  kind: ProcessKind,
  { port, health, metrics }: Ports,
  { environment, logs }: { environment: Environment; logs: string },
): VersionProcess {
  mkdirSync(logs, { recursive: true })
  const log = openSync(path.join(logs, `${version.name}-${kind}.log`), 'a')
  const child = spawn(process.execPath, [`.next/programs/${programs[kind]}.mjs`], {
    cwd: version.product,
    env: {
      NODE_ENV: 'production',
      TZ: 'UTC',
      HOST: '127.0.0.1',
      PORT: String(port),
      CONSOLE_PORT: String(port),
      HEALTH_PORT: String(health),
      METRICS_PORT: String(metrics),
      ...(kind === 'portal' || kind === 'operator' ? { SURFACE: kind } : {}),
      ...environment,
    },
    stdio: ['ignore', log, log],
  })
  closeSync(log)
  const isSite = kind === 'portal' || kind === 'operator'
  const readyUrl = `http://127.0.0.1:${isSite ? port : health}/api/ready`
  return {
    version: version.name,
    kind,
    isReady: () => statusOf(readyUrl).then((status) => status === 200),
    readMetric: (name) => sumOfMetric(`http://127.0.0.1:${metrics}/metrics`, name),
    stop: () => end(child),
  }
}

async function end(child: ChildProcess): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null) {
    const exited = once(child, 'exit')
    child.kill('SIGTERM')
    await exited
  }
  return child.exitCode
}

const statusOf = (url: string): Promise<number> =>
  fetch(url, { signal: AbortSignal.timeout(4_000) }).then(
    async (answer) => {
      await answer.arrayBuffer()
      return answer.status
    },
    () => 0,
  )

async function sumOfMetric(url: string, name: string): Promise<number> {
  const text = await fetch(url, { signal: AbortSignal.timeout(10_000) }).then((answer) => answer.text())
  return text
    .split('\n')
    .filter((line) => line.startsWith(`${name}{`) || line.startsWith(`${name} `))
    .reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' ') + 1)), 0)
}

/** Resolves when all are ready. @throws after two minutes, with the kinds that are not */
export async function allReady(processes: readonly VersionProcess[]): Promise<void> {
  const deadline = Date.now() + 120_000
  for (;;) {
    const states = await Promise.all(processes.map((each) => each.isReady()))
    if (states.every(Boolean)) return
    if (Date.now() > deadline) {
      const late = processes.filter((_, i) => !states[i]).map(({ version, kind }) => `${version} ${kind}`)
      throw new Error(`not ready after two minutes: ${late.join(', ')}`)
    }
    await pause(100)
  }
}
