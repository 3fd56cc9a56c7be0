import { EventEmitter } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import { Logger, type Runner, run, type TaskList, type WorkerEvents } from 'graphile-worker'
import { jobNames } from '~/lib/jobs'
import { systemNow } from '~/lib/kernel/clock'
import { log } from '~/lib/kernel/log'
import { systemContext } from '~/lib/kernel/system-context'
import { tasks } from './task-list'
import type { Task } from './tasks/task'

export type Queue = {
  /** Ids under which the queue knows this process as a holder of jobs. */
  poolIds(): string[]
  /**
   * Of jobs that this process is said to hold, those it knows nothing of were given to it, or finished by it,
   * while the database went away. The queue is closed once what is in hand has ended, and opened under another
   * id: the old one then counts as dead.
   */
  dropLost(jobIds: readonly string[]): void
  stop(): Promise<void>
}

type Options = { databaseUrl: string; concurrentJobs: number; nudgeSagas: () => void }

const pauseMs = 1_000

/**
 * Take jobs until stopped. When the queue's connections are lost for good (a restart of PostgreSQL at a bad
 * moment) it is opened again, every second, for as long as it takes: the process does not end.
 */
export function startQueue(options: Options): Queue {
  const events: WorkerEvents = new EventEmitter()
  const pools = new Set<string>()
  events.on('pool:create', ({ workerPool }) => pools.add(workerPool.id))
  events.on('pool:release', ({ workerPool }) => pools.delete(workerPool.id))
  const inHand = new Set<string>()
  events.on('job:start', ({ job }) => inHand.add(job.id))
  events.on('job:complete', ({ job }) => inHand.delete(job.id))
  let runner: Runner | null = null
  let isStopping = false
  const stopped = new AbortController()

  const loop = (async () => {
    while (!isStopping) {
      try {
        runner = await run({
          connectionString: options.databaseUrl,
          concurrency: options.concurrentJobs,
          pollInterval: 2_000,
          noHandleSignals: true,
          taskList: taskList(options.nudgeSagas),
          events,
          logger: queueLogger,
        })
        if (isStopping) break
        await runner.promise
      } catch (error) {
        log.warn({ err: error }, 'the queue was lost; opening it again')
      }
      await pause(pauseMs, undefined, { signal: stopped.signal }).catch(() => undefined)
    }
  })()

  return {
    poolIds: () => [...pools],
    dropLost(jobIds) {
      const lost = jobIds.filter((id) => !inHand.has(id))
      if (lost.length === 0 || isStopping) return
      log.warn({ jobs: lost }, 'the queue gave jobs that never came; opening it again')
      runner?.stop().catch((error: unknown) => log.debug({ err: error }, 'queue ended'))
    },
    async stop() {
      isStopping = true
      stopped.abort()
      await runner?.stop().catch((error: unknown) => log.debug({ err: error }, 'queue ended'))
      await loop
    },
  }
}

function taskList(nudgeSagas: () => void): TaskList {
  return Object.fromEntries(
    jobNames.map((name) => [
      name,
      async (payload: unknown, helpers) => {
        const ctx = systemContext(`job ${name}`, systemNow(), `job:${helpers.job.id}`)
        // The database accepts known names only, each enqueued with its own type of payload.
        await (tasks[name] as Task<typeof name>)(payload as never, { ctx, nudgeSagas })
      },
    ]),
  ) satisfies TaskList
}

/** The queue's own lines go where ours go; what it says of a failed job carries no payload. */
const queueLogger = new Logger(() => (level, message) => {
  if (level === 'error') log.error({ source: 'queue' }, message)
  else if (level === 'warning') log.warn({ source: 'queue' }, message)
  else log.debug({ source: 'queue' }, message)
})
