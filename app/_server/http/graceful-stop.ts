import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { isEventStream } from './event-stream'

/**
 * Returns a function that ends `server`: it accepts no connection, completes the running requests, and sends `connection: close` with each
 * answer from then on, so that a proxy sends no other request on a connection that it keeps. `closed` follows the last one.
 */
export function gracefulStop(server: Server, everyMs = 1_000): (closed: () => void) => void {
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

  return (closed) => {
    isStopping = true
    for (const response of running.keys()) announceClose(response)
    server.close(closed)
    const again = setInterval(() => {
      cutStreams()
      cutUnused()
    }, everyMs).unref()
    server.once('close', () => clearInterval(again))
    server.closeIdleConnections()
  }
}
