import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { readVariable } from '../configuration/read'
import { log } from '../log'
import { StartRefusal } from '../process/start-refusal'
import { openRegistry } from './open-registry'

export type MetricsSettings = { host: string; port: number }

/** Where a process answers `/metrics`; null without a port. */
export function readMetricsSettings(): MetricsSettings | null {
  const port = readVariable('METRICS_PORT')
  return port ? { host: readVariable('METRICS_HOST'), port: Number(port) } : null
}

export type MetricsServer = { port: number | null; stop(): Promise<void> }

/**
 * Begins to record, and answers `GET /metrics` to Prometheus. The answer has names of closed lists and numbers, nothing
 * of a customer; the port is for the network of the monitoring alone.
 *
 * @throws StartRefusal when the port cannot be used
 */
export async function startMetricsServer(settings: MetricsSettings | null): Promise<MetricsServer> {
  if (settings === null) return { port: null, stop: async () => undefined }
  const registry = openRegistry()
  const server = createServer(async ({ method, url }, response) => {
    if (url !== '/metrics' || (method !== 'GET' && method !== 'HEAD')) return response.writeHead(404).end()
    try {
      const text = await registry.text()
      response
        .writeHead(200, { 'content-type': registry.contentType, 'cache-control': 'no-store' })
        .end(method === 'HEAD' ? undefined : text)
    } catch (error) {
      log.warn({ err: error }, 'the metrics could not be read')
      response.writeHead(500).end()
    }
  })
  server.headersTimeout = 10_000
  server.requestTimeout = 10_000
  // Processes of one site each have a port of their own: the cluster module would share it otherwise.
  server.listen({ port: settings.port, host: settings.host, exclusive: true })
  await once(server, 'listening').catch((error: NodeJS.ErrnoException) => {
    registry.close()
    throw new StartRefusal(`METRICS_PORT=${settings.port} cannot be used on ${settings.host} (${error.code})`)
  })
  return {
    port: (server.address() as AddressInfo).port,
    async stop() {
      registry.close()
      server.close()
      server.closeAllConnections()
    },
  }
}
