import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { isEventStream } from './event-stream'

type Pace = {
  /** How often unused connections are looked for once it closes. */
  everyMs?: number
  /** For how long it still accepts connections, so that proxies stop using it before it refuses them. */
  acceptingMs?: number
}

/**
 * Returns a function that ends `server`: it completes the running requests, and sends `connection: close` with each answer from then on,
 * so that a proxy sends no other request on a connection that it keeps. After `acceptingMs` it accepts no connection and closes
 * unused ones. `closed` follows the last one.
 */
export function gracefulStop(
  server: Server,
  { everyMs = 1_000, acceptingMs = 0 }: Pace = {},
): (closed: () => void) => void {
  const sockets = new Set<Socket>()
  const running = new Map<ServerResponse, Socket>()
  let isStopping = false
  const announceClose = (response: ServerResponse) => {
    if (!response.headersSent) response.setHeader('connection', 'close')
  }
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })
  server.prependListener('request', ({ socket }: IncomingMessage, response: ServerResponse) => {
    if (isStopping) announceClose(response)
    running.set(response, socket)
    response.once('close', () => running.delete(response))
  })

  /** A stream has no last byte of its own, and its browser may not read the one that the application sent. */
  function cutStreams(): void {
    for (const response of running.keys()) if (isEventStream(response)) response.destroy()
  }

  /**
   * Those that became idle after the stop, and those on which a request never began or is incomplete: browsers and proxies
   * open connections in advance, and the server's own time limits do not apply once it is closed.
   */
  function cutUnused(): void {
    const used = new Set(running.values())
    for (const socket of sockets) if (!used.has(socket)) socket.destroySoon()
  }

  function close(closed: () => void): void {
    server.close(closed)
    const again = setInterval(cutUnused, everyMs).unref()
    server.once('close', () => clearInterval(again))
    server.closeIdleConnections()
  }

  return (closed) => {
    isStopping = true
    for (const response of running.keys()) announceClose(response)
    const cutting = setInterval(cutStreams, everyMs).unref()
    server.once('close', () => clearInterval(cutting))
    if (acceptingMs > 0) setTimeout(close, acceptingMs, closed)
    else close(closed)
  }
}
