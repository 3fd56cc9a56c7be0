import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { readVariable } from '~/lib/kernel/configuration/read'
import { StartRefusal } from '~/lib/kernel/process/start-refusal'
import { liveAnswer, type ProbeAnswer, readyAnswer } from './answers'
import { checkReadiness } from './check-readiness'

export type ProbeSettings = { host: string; port: number }

/** Where a worker or a console gateway answers probes; null without a port. */
export function readProbeSettings(): ProbeSettings | null {
  const port = readVariable('HEALTH_PORT')
  return port ? { host: readVariable('HEALTH_HOST'), port: Number(port) } : null
}

export type ProbeServer = {
  /** From now on the process serves when its database does. */
  markStarted(): void
  stop(): Promise<void>
}

/**
 * Answers `/api/live` and `/api/ready` for a process without a site. It starts first, so that a process that waits for
 * its database is live and not ready.
 *
 * @throws StartRefusal when the port cannot be used
 */
export async function startProbeServer(
  process: 'worker' | 'console' | 'api',
  settings: ProbeSettings | null,
  check = () => checkReadiness(process === 'api' ? 'portal' : 'worker'),
): Promise<ProbeServer & { port: number | null }> {
  let isStarted = false
  const markStarted = () => {
    isStarted = true
  }
  if (settings === null) return { port: null, markStarted, stop: async () => undefined }

  const answer = async (url: string | undefined): Promise<ProbeAnswer | null> => {
    if (url === '/api/live') return liveAnswer
    if (url !== '/api/ready') return null
    return readyAnswer({ started: isStarted ? 'ok' : 'failed', ...(await check()) })
  }
  const server = createServer(async ({ method, url }, response) => {
    const found = method === 'GET' || method === 'HEAD' ? await answer(url) : null
    if (found === null) return response.writeHead(404).end()
    response
      .writeHead(found.status, { 'content-type': 'application/json', 'cache-control': 'no-store' })
      .end(method === 'HEAD' ? undefined : JSON.stringify({ ...found.body, process }))
  })
  server.headersTimeout = 10_000
  server.requestTimeout = 10_000
  server.listen(settings.port, settings.host)
  await once(server, 'listening').catch((error: NodeJS.ErrnoException) => {
    throw new StartRefusal(`HEALTH_PORT=${settings.port} cannot be used on ${settings.host} (${error.code})`)
  })
  return {
    port: (server.address() as AddressInfo).port,
    markStarted,
    async stop() {
      server.close()
      server.closeAllConnections()
    },
  }
}
