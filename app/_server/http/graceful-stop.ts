import type { Server, ServerResponse } from 'node:http'

/**
 * Returns a function that ends `server`: it accepts no connection, completes the running requests, and sends `connection: close` with each
 * answer from then on, so that a proxy sends no other request on a connection that it keeps. `closed` follows the last one.
 */
export function gracefulStop(server: Server, everyMs = 1_000): (closed: () => void) => void {
  const running = new Set<ServerResponse>()
  let isStopping = false
  const announceClose = (response: ServerResponse) => {
    if (!response.headersSent) response.setHeader('connection', 'close')
  }
  server.prependListener('request', (_request, response: ServerResponse) => {
    if (isStopping) return announceClose(response)
    running.add(response)
    response.once('close', () => running.delete(response))
  })

  return (closed) => {
    isStopping = true
    for (const response of running) announceClose(response)
    server.close(closed)
    // A connection whose answer had begun is kept by its client, and idle only later.
    const again = setInterval(() => server.closeIdleConnections(), everyMs).unref()
    server.once('close', () => clearInterval(again))
    server.closeIdleConnections()
  }
}
