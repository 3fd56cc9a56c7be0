/**
 * Uploads that never end: `--connections` (200 by default) callers from one address announce a file of 10 MiB with a
 * forged session cookie, send 9 MiB and stay connected. Measures the growth of the portal's processes, the
 * responses, the processor time, and the response time of the health route meanwhile, in three waves: the first
 * includes memory that the site had not needed before. `--anonymous` sends no cookie. `--portal` and `--pid` measure
 * a running installation.
 */
import { connect, type Socket } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { sessionCookieOf } from '../app/_server/cookie-names.ts'
import { newSecret } from '../lib/kernel/secrets/secrets.ts'
import { withInstallation } from './support/installation.ts'
import { option } from './support/option.ts'
import { treeSeconds } from './support/process-cpu.ts'
import { treeMib } from './support/process-memory.ts'

const announcedBytes = 10 * 1_048_576
const body = Buffer.alloc(9 * 1_048_576, 'x')
const waves = 3
const healthRequests = 20
const healthEveryMs = 250
const restMs = 5_000
/** Loads the sign-in code first, which is not a cost of an attack. */
const warmUps = 60

type Wave = {
  peakMib: number
  cpuSeconds: number
  slowestHealthMs: number
  answers: Record<string, number>
}

export async function run(args: string[]): Promise<Record<string, number | string>> {
  const portal = option(args, '--portal')
  if (portal) return measure(args, portal, () => Number(option(args, '--pid')))
  return withInstallation((portalUrl, pids) => measure(args, portalUrl, () => pids().portal))
}

async function measure(args: string[], portalUrl: string, pid: () => number | undefined) {
  const connections = Number(option(args, '--connections') ?? 200)
  const isForged = !args.includes('--anonymous')
  for (let turn = 0; turn < warmUps; turn += 1) {
    await healthMs(portalUrl)
    await (
      await fetch(`${portalUrl}/api/auth/session`, { headers: { cookie: forgedCookie(portalUrl) } })
    ).text()
  }
  await wait(restMs)
  const before = treeMib(pid())
  const quiet: number[] = []
  for (let turn = 0; turn < healthRequests; turn += 1) quiet.push(await healthMs(portalUrl))
  const found: Wave[] = []
  for (let turn = 0; turn < waves; turn += 1) found.push(await wave(portalUrl, connections, isForged, pid))
  return {
    connections,
    cookies: isForged ? 'forged' : 'none',
    residentMib: Math.round(before),
    quietHealthMs: Math.round(Math.max(...quiet)),
    grownMib: found.map(({ peakMib }) => Math.round(peakMib - before)).join(', '),
    leftMib: Math.round(treeMib(pid()) - before),
    cpuSeconds: found.map(({ cpuSeconds }) => Math.round(10 * cpuSeconds) / 10).join(', '),
    slowestHealthMs: found.map(({ slowestHealthMs }) => Math.round(slowestHealthMs)).join(', '),
    answers: found.map(({ answers }) => JSON.stringify(answers)).join(', '),
  }
}

async function wave(
  portalUrl: string,
  connections: number,
  isForged: boolean,
  pid: () => number | undefined,
): Promise<Wave> {
  const cpuBefore = treeSeconds(pid())
  const answers: Record<string, number> = {}
  const sockets = Array.from({ length: connections }, () => send(portalUrl, isForged, answers))
  let [peakMib, slowest] = [0, 0]
  const looking = setInterval(() => {
    peakMib = Math.max(peakMib, treeMib(pid()))
  }, 50)
  for (let turn = 0; turn < healthRequests; turn += 1) {
    slowest = Math.max(slowest, await healthMs(portalUrl))
    await wait(healthEveryMs)
  }
  for (const socket of sockets) socket.destroy()
  await wait(restMs)
  clearInterval(looking)
  return { peakMib, cpuSeconds: treeSeconds(pid()) - cpuBefore, slowestHealthMs: slowest, answers }
}

function send(portalUrl: string, isForged: boolean, answers: Record<string, number>): Socket {
  const { hostname, port, host, origin } = new URL(portalUrl)
  const head = [
    'POST /api/ticket-attachments?organisationId=x&name=a.log HTTP/1.1',
    `Host: ${host}`,
    `Origin: ${origin}`,
    'Content-Type: application/octet-stream',
    ...(isForged ? [`Cookie: ${forgedCookie(portalUrl)}`] : []),
    `Content-Length: ${announcedBytes}`,
  ]
  const socket = connect(Number(port), hostname)
  socket.once('data', (data) => {
    const status = data.toString().split(' ')[1] ?? ''
    answers[status] = (answers[status] ?? 0) + 1
  })
  socket.on('error', () => undefined)
  socket.write(`${head.join('\r\n')}\r\n\r\n`)
  socket.write(body)
  return socket
}

/** As long and as random as one of ours. */
const forgedCookie = (portalUrl: string) =>
  `${sessionCookieOf('portal', new URL(portalUrl).protocol === 'https:')}=${newSecret()}`

async function healthMs(portalUrl: string): Promise<number> {
  const start = performance.now()
  const answer = await fetch(`${portalUrl}/api/health`)
  await answer.arrayBuffer()
  if (answer.status !== 200) throw new Error(`the health route answered ${answer.status}`)
  return performance.now() - start
}
