import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { log } from '~/lib/kernel/log'
import { checkReadiness, isServing } from '~/lib/readiness'
import { type DispatchOptions, dispatcher } from './dispatch'

export type ApiServer = {
  port: number
  /** Takes no new connection, and resolves once running requests have ended, or after this many milliseconds. */
  stop(graceMs: number): Promise<void>
}

/** Listens for programs with a token. */
export async function startApiServer(
  options: DispatchOptions & { host: string; port: number },
): Promise<ApiServer> {
  const dispatch = dispatcher(options)
  let isLeaving = false
  const server = createServer((request, response) => {
    if (isLeaving) response.setHeader('connection', 'close')
    const done = request.url === '/api/health' ? answerHealth(request.method) : dispatch(request, response)
    done?.catch((error: unknown) => {
      log.error({ err: error }, 'an answer of the API could not be written')
      response.destroy()
    })

    function answerHealth(method: string | undefined): Promise<void> | undefined {
      if (method !== 'GET') {
        response.writeHead(405, { allow: 'GET' }).end()
        return undefined
      }
      return checkReadiness('portal').then((checks) => {
        const isWell = isServing(checks)
        const body = JSON.stringify({ status: isWell ? 'ok' : 'unavailable', surface: 'api' })
        response
          .writeHead(isWell ? 200 : 503, { 'content-type': 'application/json', 'cache-control': 'no-store' })
          .end(body)
      })
    }
  })
  server.headersTimeout = 10_000
  server.requestTimeout = 30_000
  server.keepAliveTimeout = 65_000
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port, options.host, resolve)
  })
  return {
    port: (server.address() as AddressInfo).port,
    async stop(graceMs) {
      isLeaving = true
      const closed = new Promise((resolve) => server.close(resolve))
      server.closeIdleConnections()
      const late = setTimeout(() => server.closeAllConnections(), graceMs)
      await closed
      clearTimeout(late)
    },
  }
}
