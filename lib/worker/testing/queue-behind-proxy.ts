import { setTimeout as pause } from 'node:timers/promises'
import postgres from 'postgres'
import { type OutageKind, startTcpProxy } from '~/db/testing/tcp-proxy'
import type { TestDatabase } from '~/db/testing/test-database'
import { systemContext } from '~/lib/kernel/system-context'
import { systemNow } from '~/lib/kernel/time/clock'
import { workerHeartbeat } from '../fleet/heartbeat'
import { openShare } from '../fleet/share'
import { startQueue } from '../queue'

export type QueueBehindProxy = {
  /** Disconnects the database amid `jobs` jobs for `lossMs`; resolves once all of them are done. */
  loseDatabase(kind: OutageKind, jobs: number, lossMs: number): Promise<void>
  lastTakenAt(): Date | null
  close(): Promise<void>
}

/** Opens a queue behind a TCP proxy; its heartbeat reaches the database directly. */
export async function openQueueBehindProxy(database: TestDatabase): Promise<QueueBehindProxy> {
  const url = database.roleUrl('andromede_queue')
  const rows = postgres(url, { max: 1, onnotice: () => undefined })
  const proxy = await startTcpProxy(url)
  const queue = startQueue({
    databaseUrl: proxy.through(url),
    concurrentJobs: 4,
    nudgeSagas: () => undefined,
    limits: { connectMs: 1_000, queryMs: 2_000, stopMs: 2_000, silenceMs: 10_000, pollMs: 2_000 },
  })
  const heartbeat = workerHeartbeat({
    workerId: 'behind-proxy',
    startedAt: systemNow(),
    sagaSteps: [],
    queue,
    share: openShare('behind-proxy'),
    sweepers: { names: [], running: () => [], failing: () => [] },
    unreached: new Set(),
  })
  let batches = 0
  const countJobs = async () => {
    const [row] = await rows<
      { count: number }[]
    >`select count(*)::int as count from graphile_worker._private_jobs`
    return row?.count ?? 0
  }

  const beat = () => heartbeat.beat(systemContext('test', systemNow()))

  return {
    async loseDatabase(kind, jobs, lossMs) {
      batches += 1
      const key = `batch-${batches}`
      await rows`select queue_api.enqueue_job('chain_audit', '{}', ${key} || ':' || i, null)
        from generate_series(1, ${jobs}::int) i`
      await rows`select queue_api.wake_workers(${jobs}::int)`
      while ((await countJobs()) >= jobs) await beat()
      proxy.loseServer(kind)
      await pause(lossMs)
      proxy.restore()
      while ((await countJobs()) > 0) {
        await beat()
        await pause(200)
      }
    },
    lastTakenAt: queue.lastTakenAt,
    async close() {
      await queue.stop()
      await proxy.close()
      await rows.end()
    },
  }
}
