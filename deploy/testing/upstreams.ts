import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { WebSocketServer } from 'ws'

/** A request as a process behind the proxy received it. */
export type Received = {
  by: string
  method: string
  url: string
  headers: Record<string, string | string[] | undefined>
  bodyBytes: number
}

const addressOf = (server: Server) => `127.0.0.1:${(server.address() as AddressInfo).port}`

async function start(server: Server) {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    address: addressOf(server),
    stop: () => {
      server.close()
      server.closeAllConnections()
    },
  }
}

/**
 * A site that answers with what it received. It has the scripts of its own version alone; `/api/live/stream` sends one event
 * and then nothing; `/cut` closes the connection before it answers.
 */
export async function startSite(name: string, note: (received: Received) => void) {
  let isReady = true
  const server = createServer(async (request, response) => {
    const { method = '', url = '', headers } = request
    if (url === '/api/live/stream') {
      response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' })
      return response.write('data: first\n\n')
    }
    // Of the proxy itself.
    if (!headers['x-forwarded-for'] && url === '/api/live') return response.writeHead(200).end()
    if (!headers['x-forwarded-for'] && url === '/api/ready')
      return response.writeHead(isReady ? 200 : 503).end()
    const body = await buffer(request).catch(() => null)
    if (body === null) return
    const received = { by: name, method, url, headers, bodyBytes: body.length }
    note(received)
    if (url === '/cut') return request.socket.destroy()
    const isMissing = url.startsWith('/_next/static/') && url !== `/_next/static/${name}.js`
    response.setHeader('strict-transport-security', 'max-age=63072000; includeSubDomains')
    response.setHeader('content-type', 'application/json')
    return response.writeHead(isMissing ? 404 : 200).end(JSON.stringify(received))
  })
  server.on('upgrade', (request, socket) => {
    note({ by: name, method: 'UPGRADE', url: request.url ?? '', headers: request.headers, bodyBytes: 0 })
    socket.destroy()
  })
  return {
    ...(await start(server)),
    setReady: (ready: boolean) => {
      isReady = ready
    },
  }
}

/** A console gateway that sends back what it gets, after the address of its client. */
export async function startGateway() {
  const server = createServer((_request, response) => response.writeHead(200).end('{"status":"ok"}'))
  const sockets = new WebSocketServer({ server, path: '/' })
  sockets.on('connection', (socket, request) => {
    socket.send(String(request.headers['x-forwarded-for']))
    socket.on('message', (message) => socket.send(message.toString()))
  })
  return start(server)
}
