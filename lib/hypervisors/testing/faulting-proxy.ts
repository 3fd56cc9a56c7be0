import { rm } from 'node:fs/promises'
import {
  createServer,
  request as httpRequest,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  type ServerResponse,
} from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export const wireFaults = [
  'internal-error',
  'bad-gateway',
  'unavailable',
  'throttled',
  'credential-refused',
  'timeout-before-effect',
  'timeout-after-effect',
  'reset-mid-body',
  'truncated-answer',
  'already-exists',
  'not-found',
  'fails-late',
  'stale-read',
  'slow',
] as const
export type WireFault = (typeof wireFaults)[number]

type Reply = { status: number; headers: OutgoingHttpHeaders; body: Buffer }
const json = (status: number, error: string, headers: OutgoingHttpHeaders = {}): Reply => ({
  status,
  headers: { 'content-type': 'application/json', ...headers },
  body: Buffer.from(JSON.stringify({ type: 'error', error_code: status, error })),
})
const instead: Partial<Record<WireFault, Reply>> = {
  'internal-error': json(500, 'boom'),
  'bad-gateway': {
    status: 502,
    headers: { 'content-type': 'text/html' },
    body: Buffer.from('<h1>Bad Gateway</h1>'),
  },
  unavailable: json(503, 'come back later', { 'retry-after': '1' }),
  throttled: json(429, 'slow down', { 'retry-after': '1' }),
  'credential-refused': json(403, 'not authorized'),
  'already-exists': json(409, 'it already exists'),
  'not-found': json(404, 'not found'),
}
const slownessMs = 300

/** Whether the fault strikes this request: the change itself, the wait for its end, or a read of the object. */
function strikes(fault: WireFault, { method, url }: IncomingMessage): boolean {
  const isWait = /\/operations\/[^/]+\/wait/.test(url ?? '')
  if (fault === 'fails-late') return isWait
  if (fault === 'stale-read') return method === 'GET' && /\/1\.0\/(instances|storage-pools)\//.test(url ?? '')
  return method !== 'GET'
}

/** A connection to a real hypervisor on which one fault strikes a given number of times. */
export async function startFaultingProxy(hypervisorSocketPath: string) {
  const socketPath = join(tmpdir(), `faulting-${crypto.randomUUID()}.socket`)
  let fault: WireFault | null = null
  let left = 0
  let struck = 0
  let isDeaf = false
  const firstSeen = new Map<string, Reply>()

  async function forward(incoming: IncomingMessage, body: Buffer): Promise<Reply> {
    const { method, url: path, headers } = incoming
    return new Promise((resolve, reject) => {
      const request = httpRequest({ socketPath: hypervisorSocketPath, method, path, headers }, (answer) => {
        const chunks: Buffer[] = []
        answer
          .on('data', (chunk: Buffer) => chunks.push(chunk))
          .once('end', () =>
            resolve({
              status: answer.statusCode ?? 502,
              headers: answer.headers,
              body: Buffer.concat(chunks),
            }),
          )
      })
      request.once('error', reject)
      request.end(body)
    })
  }

  async function answer(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const chunks: Buffer[] = []
    for await (const chunk of incoming) chunks.push(chunk as Buffer)
    const body = Buffer.concat(chunks)
    const isStruck = fault !== null && left > 0 && (isDeaf || strikes(fault, incoming))
    const send = ({ status, headers, body: text }: Reply) => outgoing.writeHead(status, headers).end(text)
    const key = `${incoming.method} ${incoming.url}`
    if (!isStruck || fault === null) return void send(await forward(incoming, body))
    left -= 1
    struck += 1
    const reply = instead[fault]
    if (reply) return void send(reply)
    if (fault === 'timeout-before-effect') return
    if (fault === 'stale-read') {
      const stale = firstSeen.get(key) ?? (await forward(incoming, body))
      firstSeen.set(key, stale)
      return void send(stale)
    }
    if (fault === 'slow') await new Promise((resolve) => setTimeout(resolve, slownessMs))
    const real = await forward(incoming, body)
    if (fault === 'slow') return void send(real)
    if (fault === 'timeout-after-effect') return
    if (fault === 'fails-late') return void send(json(500, 'it failed in the end'))
    const half = real.body.subarray(0, Math.floor(real.body.length / 2))
    if (fault === 'truncated-answer')
      return void send({ ...real, headers: { ...real.headers, 'content-length': half.length }, body: half })
    outgoing.writeHead(real.status, real.headers)
    outgoing.write(half, () => incoming.socket.destroy())
  }

  const server = createServer((incoming, outgoing) => {
    answer(incoming, outgoing).catch(() => incoming.socket.destroy())
  })
  await new Promise<void>((resolve) => server.listen(socketPath, resolve))
  return {
    socketPath,
    /** Makes the next `times` requests fail with this fault: those that fit it, or any. */
    arm(next: WireFault | null, times = 0, which: 'fitting' | 'any' = 'fitting') {
      isDeaf = which === 'any'
      fault = next
      left = times
      struck = 0
      firstSeen.clear()
    },
    struck: () => struck,
    async stop() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await rm(socketPath, { force: true })
    },
  }
}
