import { Pool, type PoolClient } from 'pg'
import { log } from '~/lib/kernel/log'
import { connectionLifetimeSeconds } from './connections/open-pool'

export type QueueClient = PoolClient

type Connected = Parameters<Parameters<Pool['connect']>[0]>

/**
 * A pool whose clients may be released twice. The queue does so when it is stopped while its LISTEN fails, as on a standby,
 * and the second release would be an unhandled rejection.
 */
class QueuePool extends Pool {
  override connect(): Promise<PoolClient>
  override connect(callback: (...connected: Connected) => void): void
  override connect(callback?: (...connected: Connected) => void): Promise<PoolClient> | undefined {
    if (callback === undefined) return super.connect()
    super.connect((error, client, release) => {
      let isReleased = false
      callback(error, client, (reason) => {
        // Of a pool that has ended the library gets neither a client nor a release.
        if (!isReleased) (release as typeof release | undefined)?.(reason)
        isReleased = true
      })
    })
  }
}

type Limits = { connectMs: number; queryMs: number }

/**
 * The queue's connections. Each wait has a limit: otherwise a proxy that accepts connections without a server would
 * block forever.
 */
export function openQueuePool(connectionString: string, concurrentJobs: number, limits: Limits) {
  const pgPool = new QueuePool({
    connectionString,
    // One connection listens for new jobs; the others read and complete them.
    max: Math.max(10, concurrentJobs + 2),
    connectionTimeoutMillis: limits.connectMs,
    query_timeout: limits.queryMs,
    keepAlive: true,
    // The one that listens ends with its server.
    maxLifetimeSeconds: connectionLifetimeSeconds(),
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
    /**
     * Whether a pooler is between us and the server: it gives its clients process ids of its own. In transaction mode
     * the connection that listens would hear nothing.
     */
    async isPooled(): Promise<boolean> {
      const client = await pgPool.connect()
      try {
        const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid')
        return 'processID' in client && client.processID !== rows[0]?.pid
      } finally {
        client.release()
      }
    },
    /** End every connection, also those with a query that is never answered: their queries fail. */
    async cut(): Promise<void> {
      pgPool.end().catch(onError)
      for (const client of clients) client.end().catch(onError)
    },
  }
}
