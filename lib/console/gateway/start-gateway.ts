import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type WebSocket, WebSocketServer } from 'ws'
import type { Drivers } from '~/lib/hypervisors/runtime'
import { log } from '~/lib/kernel/log'
import { addSource } from '~/lib/kernel/metrics/recorder'
import { callerAddress } from '~/lib/kernel/net/caller-address'
import { callerKeyOf } from '~/lib/kernel/net/caller-network'
import { systemContext } from '~/lib/kernel/system-context'
import { checkReadiness, isServing } from '~/lib/readiness'
import { consoleFrameMaxBytes } from '../client'
import { closeAbandoned } from './admit'
import { findPlace } from './find-place'
import type { Limits } from './limits'
import { type Served, serveConsole } from './serve-console'

export type GatewayOptions = {
  host: string
  port: number
  /** Only pages of this origin may connect. */
  portalOrigin: string
  /** Reverse proxies in front of us report the caller's address. */
  trustedProxies: number
  drivers: Pick<Drivers, 'driverFor'>
  limits: Limits
  now: () => Date
}

export type Gateway = {
  port: number
  /** Ends all consoles with a reason, each with its audit entry. */
  stop(): Promise<void>
}

/** Listens for browsers with a ticket, and opens a shell for each. */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const { drivers, limits, now } = options
  const connections = new Set<Served & { caller: string }>()
  const removeSource = addSource(() => [{ metric: 'consoles', labels: {}, value: connections.size }])
  const sockets = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    maxPayload: consoleFrameMaxBytes,
    perMessageDeflate: false,
  })
  const server = createServer(async (request, response) => {
    if (request.method !== 'GET' || request.url !== '/api/health') return response.writeHead(404).end()
    const isWell = isServing(await checkReadiness('worker'))
    const body = JSON.stringify({ status: isWell ? 'ok' : 'unavailable', surface: 'console' })
    response
      .writeHead(isWell ? 200 : 503, { 'content-type': 'application/json', 'cache-control': 'no-store' })
      .end(body)
  })
  server.headersTimeout = 10_000
  server.requestTimeout = 10_000
  server.on('upgrade', (request, stream, head) => {
    const forwardedFor = request.headers['x-forwarded-for']?.toString()
    const ip = callerAddress({ forwardedFor, peer: request.socket.remoteAddress }, options.trustedProxies)
    const caller = callerKeyOf(ip)
    const found = findPlace([...connections], caller, limits)
    const status = refusalStatus(request, options.portalOrigin, found.outcome === 'full')
    if (status) {
      stream.once('error', () => undefined)
      // A half-closed socket would stay open for as long as its caller likes.
      stream.once('finish', () => stream.destroy())
      stream.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
      return
    }
    sockets.handleUpgrade(request, stream, head, (socket: WebSocket) => {
      if (found.outcome === 'place') found.instead?.end('ticket_refused')
      const served = { caller, ...serveConsole(socket, { drivers, limits, now, ip }) }
      connections.add(served)
      void served.done.finally(() => connections.delete(served))
    })
  })
  const tidying = setInterval(() => {
    closeAbandoned(systemContext('console', now())).catch((error: unknown) =>
      log.warn({ err: error }, 'abandoned consoles could not be closed'),
    )
  }, limits.cleanupMs)
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port, options.host, resolve)
  })
  return {
    port: (server.address() as AddressInfo).port,
    async stop() {
      clearInterval(tidying)
      removeSource()
      const closed = new Promise((resolve) => server.close(resolve))
      for (const each of connections) each.end('leaving')
      await Promise.all([...connections].map((each) => each.done))
      server.closeAllConnections()
      await closed
    },
  }
}

function refusalStatus(request: IncomingMessage, portalOrigin: string, isFull: boolean): string | null {
  if (request.headers.origin !== portalOrigin) return '403 Forbidden'
  if (request.url !== '/') return '404 Not Found'
  return isFull ? '503 Service Unavailable' : null
}
