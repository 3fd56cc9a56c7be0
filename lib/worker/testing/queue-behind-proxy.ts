import { setTimeout as pause } from 'node:timers/promises'
import postgres from 'postgres'
import { type OutageKind, startTcpProxy } from '~/db/testing/tcp-proxy'
import type { TestDatabase } from '~/db/testing/test-database'
import { everyZone } from '~/lib/kernel/serves-zone'
import { systemContext } from '~/lib/kernel/system-context'
import { systemNow } from '~/lib/kernel/time/clock'
import { workerHeartbeat } from '../fleet/heartbeat'
import { openShare } from '../fleet/share'
import { startQueue } from '../queue'
import { dueJobsSweeper } from '../sweepers/due-jobs'

const hourMs = 3_600_000

export type QueueBehindProxy = {
  /** Drops its connections without a word while it has nothing to do; resolves once a job of afterwards is done. */
  dropIdleConnections(): Promise<void>
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
    // Only wake-ups make it look for jobs.
    limits: {
      connectMs: 1_000,
      queryMs: 2_000,
      stopMs: 2_000,
      silenceMs: hourMs,
      pollMs: hourMs,
      listenCheckMs: 500,
    },
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

  const beat = async () => {
    const ctx = systemContext('test', systemNow())
    await heartbeat.beat(ctx)
    // As in each worker or another one: it wakes the queues for what waits.
    await dueJobsSweeper.run(ctx, new AbortController().signal, everyZone)
  }

  const untilDone = async () => {
    while ((await countJobs()) > 0) {
      await beat()
      await pause(200)
    }
  }

  return {
    async dropIdleConnections() {
      await untilDone()
      proxy.loseServer('silent')
      proxy.restore()
      await rows`select queue_api.enqueue_job('chain_audit', '{}', 'afterwards', null)`
      await rows`select queue_api.wake_workers(1)`
      await untilDone()
    },
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
      await untilDone()
    },
    lastTakenAt: queue.lastTakenAt,
    async close() {
      await queue.stop()
      await proxy.close()
      await rows.end()
    },
  }
}
