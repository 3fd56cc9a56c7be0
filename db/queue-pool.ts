import { Pool, type PoolClient } from 'pg'
import { log } from '~/lib/kernel/log'

type Limits = { connectMs: number; queryMs: number }

/**
 * The queue's connections. Each wait has a limit: a proxy that accepts a connection without a server behind it
 * would otherwise be waited for without end.
 */
export function openQueuePool(connectionString: string, concurrentJobs: number, limits: Limits) {
  const pgPool = new Pool({
    connectionString,
    // One connection listens for new jobs; the others read and complete them.
    max: Math.max(10, concurrentJobs + 2),
    connectionTimeoutMillis: limits.connectMs,
    query_timeout: limits.queryMs,
    keepAlive: true,
  })
  const clients = new Set<PoolClient>()
  const onError = (error: Error) => log.debug({ err: error }, 'a connection of the queue was lost')
  pgPool.on('error', onError)
  pgPool.on('connect', (client) => {
    clients.add(client)
    client.on('error', onError)
  })
  pgPool.on('remove', (client) => clients.delete(client))
  return {
    pgPool,
    /** End every connection, also those whose query never gets an answer: their queries fail. */
    async cut(): Promise<void> {
      pgPool.end().catch(onError)
      for (const client of clients) client.end().catch(onError)
    },
  }
}
