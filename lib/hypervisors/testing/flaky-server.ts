import { rm } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export type Answerer = (request: IncomingMessage, response: ServerResponse) => void

/** A member with scripted faults, behind a unix socket. Requests get the answers in turn; the last answer repeats. */
export async function startFlakyServer(answers: readonly Answerer[]) {
  const socketPath = join(tmpdir(), `flaky-${crypto.randomUUID()}.socket`)
  const seen: string[] = []
  const server = createServer((request, response) => {
    const answer = answers[Math.min(seen.length, answers.length - 1)]
    seen.push(`${request.method} ${request.url}`)
    if (answer) answer(request, response)
  })
  await new Promise<void>((resolve) => server.listen(socketPath, resolve))
  return {
    socketPath,
    seen,
    async stop() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await rm(socketPath, { force: true })
    },
  }
}

export const json =
  (status: number, body: unknown, headers: Record<string, string> = {}): Answerer =>
  (_request, response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))
  }

/** An error in Incus' envelope. */
export const incusError = (status: number, error: string, headers: Record<string, string> = {}): Answerer =>
  json(status, { type: 'error', error_code: status, error, metadata: null }, headers)

/** An immediate answer. */
export const sync = (metadata: unknown): Answerer =>
  json(200, { type: 'sync', status: 'Success', status_code: 200, metadata })

/** An accepted operation that the client must wait for. */
export const acceptedAs = (id: string): Answerer =>
  json(202, {
    type: 'async',
    status_code: 100,
    operation: `/1.0/operations/${id}`,
    metadata: { id, status_code: 103, err: '', resources: {} },
  })
export const accepted = acceptedAs('1')

export const text =
  (status: number, body: string, headers: Record<string, string> = {}): Answerer =>
  (_request, response) => {
    response.writeHead(status, headers).end(body)
  }

/** Never answers. */
export const silence: Answerer = () => undefined

/** Sends headers and the beginning of a body, then breaks the connection. */
export const cutMidBody: Answerer = (_request, response) => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': '5000' })
  response.write('{"type":"sync","metadata":', () => response.socket?.destroy())
}
