/**
 * Process: the streams of a site without its framework. It ends as a site does; the context of a request is in its header
 * `x-context`.
 */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import { DomainError, httpStatusByCode } from '~/lib/kernel/errors'
import type { OpContext } from '~/lib/kernel/op-context'
import { announceLeaving } from '~/lib/kernel/process/leaving'
import { systemNow } from '~/lib/kernel/time/clock'
import { openStream } from '~/lib/live'
import { gracefulStop } from '../graceful-stop'

const server = createServer(async (request, response) => {
  const given = JSON.parse(String(request.headers['x-context'])) as OpContext
  try {
    const body = Readable.fromWeb((await openStream({ ...given, now: systemNow() })) as never)
    response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', connection: 'close' })
    body.on('error', () => undefined).pipe(response)
    response.once('close', () => body.destroy())
  } catch (error) {
    response.writeHead(error instanceof DomainError ? httpStatusByCode[error.code] : 500).end()
  }
})
server.keepAliveTimeout = 65_000
const stop = gracefulStop(server)
process.once('SIGTERM', () => {
  announceLeaving()
  stop(() => process.exit(0))
})
server.listen(0, '127.0.0.1', () => console.log(`port ${(server.address() as AddressInfo).port}`))
