import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export type LocalServer = { url: string; close(): void }
export type Handler = (request: {
  method: string
  path: string
  query: URLSearchParams
  body: Buffer
  headers: IncomingMessage['headers']
}) => {
  status: number
  body?: unknown
  contentType?: string
}

/** An HTTP server on loopback that answers with `handle`. */
export async function serveLocally(handle: Handler): Promise<LocalServer> {
  const server: Server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    try {
      for await (const chunk of request) chunks.push(chunk as Buffer)
    } catch {
      // The client process was killed while sending.
      return
    }
    const url = new URL(request.url ?? '/', 'http://localhost')
    const answer = handle({
      method: request.method ?? '',
      path: url.pathname,
      query: url.searchParams,
      body: Buffer.concat(chunks),
      headers: request.headers,
    })
    say(response, answer)
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close() {
      server.closeAllConnections()
      server.close()
    },
  }
}

function say(response: ServerResponse, { status, body, contentType }: ReturnType<Handler>): void {
  const text = typeof body === 'string' ? body : JSON.stringify(body ?? {})
  response.writeHead(status, { 'content-type': contentType ?? 'application/json' }).end(text)
}

/** Answer of a token server that requires client credentials in a form with a scope. */
export function tokenAnswer(body: Buffer, secret: string): ReturnType<Handler> {
  const form = new URLSearchParams(body.toString('utf8'))
  const isRight = form.get('grant_type') === 'client_credentials' && form.get('client_secret') === secret
  return isRight
    ? { status: 200, body: { access_token: 'jeton', token_type: 'bearer', expires_in: 3_600 } }
    : { status: 401, body: { error: 'invalid_client' } }
}
