import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { findFreePort } from '../../db/embedded/free-port.ts'
import { isAlive } from './test/is-alive.ts'

const script = path.join(import.meta.dirname, 'site-processes.mjs')
const program = `import { createServer } from 'node:http'
createServer((_, response) => response.setHeader('connection', 'close').end(String(process.pid)))
  .listen(Number(process.argv[2]), '127.0.0.1')
process.on('SIGTERM', () => process.exit(0))`

let folder: string
let site: ChildProcess
let port: number

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'andromede-site-'))
  writeFileSync(path.join(folder, 'site.mjs'), program)
})

async function startSite(
  quickDeathMs: number,
  stdio: 'ignore' | 'pipe' = 'ignore',
  more: Record<string, string> = {},
): Promise<void> {
  port = await findFreePort()
  site = spawn(process.execPath, [script, '2', path.join(folder, 'site.mjs'), String(port)], {
    stdio,
    env: { ...process.env, ...more, QUICK_DEATH_MS: String(quickDeathMs), SITE_GRACE_MS: '500' },
  })
}

afterEach(() => {
  site.kill('SIGKILL')
  rmSync(folder, { recursive: true, force: true })
})

/** Null also for a connection given to a process at the instant of its death: it gets no answer. */
const answerText = () =>
  fetch(`http://127.0.0.1:${port}`, { signal: AbortSignal.timeout(1_000) }).then(
    (response) => response.text(),
    () => null,
  )
const answer = async () => {
  const text = await answerText()
  return text === null ? null : Number(text)
}

/** Sends requests until `enough` holds for the processes that answered; the test's timeout is the limit. */
async function answeringPids(enough: (pids: Set<number>) => boolean): Promise<Set<number>> {
  const pids = new Set<number>()
  while (!enough(pids)) {
    const pid = await answer()
    if (pid !== null) pids.add(pid)
    else await new Promise((resolve) => setImmediate(resolve))
  }
  return pids
}

test('all processes answer on one port and end with the site', async () => {
  await startSite(60_000)
  const [first = 0, second = 0] = await answeringPids((pids) => pids.size === 2)
  expect(first).not.toBe(second)
  site.kill('SIGTERM')
  expect(await once(site, 'exit')).toEqual([0, null])
  expect([first, second].filter(isAlive)).toEqual([])
})

test('a hung process ends with the site all the same', async () => {
  writeFileSync(path.join(folder, 'site.mjs'), program.replace('process.exit(0)', '{ for (;;); }'))
  await startSite(60_000)
  const pids = await answeringPids((each) => each.size === 2)
  site.kill('SIGTERM')
  expect(await once(site, 'exit')).toEqual([0, null])
  expect([...pids].filter(isAlive)).toEqual([])
})

test('no process outlives a killed site', async () => {
  await startSite(60_000)
  const pids = await answeringPids((each) => each.size === 2)
  site.kill('SIGKILL')
  while ([...pids].some(isAlive)) await new Promise((resolve) => setImmediate(resolve))
  expect(await answer()).toBeNull()
})

test('a process that dies young ends the site, and the supervisor decides', async () => {
  await startSite(60_000)
  const [first = 0] = await answeringPids((pids) => pids.size === 2)
  process.kill(first, 'SIGKILL')
  expect(await once(site, 'exit')).toEqual([1, null])
})

test('a process that dies later is replaced while the others keep running', async () => {
  await startSite(0)
  const [first = 0, second = 0] = await answeringPids((pids) => pids.size === 2)
  process.kill(first, 'SIGKILL')
  const later = await answeringPids((pids) => [...pids].some((pid) => pid !== first && pid !== second))
  expect(later).toContain(second)
})

test('its processes keep running when their output is no longer read', async () => {
  const talking = `
process.on('uncaughtException', () => process.exit(7))
setInterval(() => process.stderr.write('.'), 1)`
  writeFileSync(path.join(folder, 'site.mjs'), program + talking)
  await startSite(60_000, 'pipe')
  const pids = await answeringPids((each) => each.size === 2)
  site.stderr?.destroy()
  for (let turn = 0; turn < 20; turn += 1) await answer()
  expect(await answeringPids((each) => each.size === 2)).toEqual(pids)
})

test('each process has a metrics port of its own, and one started again that of its predecessor', async () => {
  const withPort = program.replace('String(process.pid)', "[process.pid, process.env.METRICS_PORT].join(' ')")
  writeFileSync(path.join(folder, 'site.mjs'), withPort)
  await startSite(0, 'ignore', { METRICS_PORT: '9470' })
  const ports = new Map<string, string>()
  const untilSeen = async (processes: number) => {
    while (ports.size < processes) {
      const [pid, metricsPort] = (await answerText())?.split(' ') ?? []
      if (pid && metricsPort) ports.set(pid, metricsPort)
      else await new Promise((resolve) => setImmediate(resolve))
    }
  }
  await untilSeen(2)
  expect([...ports.values()].sort()).toEqual(['9470', '9471'])
  const [[pid, own] = []] = ports
  process.kill(Number(pid), 'SIGKILL')
  await untilSeen(3)
  expect([...ports.values()].at(-1)).toBe(own)
})
