import { EventEmitter } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import { type Runner, run, type TaskList, type WorkerEvents } from 'graphile-worker'
import { isStandbyError } from '~/db/connections/lost-database'
import { openQueuePool, type QueueClient } from '~/db/queue-pool'
import { jobNames } from '~/lib/jobs'
import { log } from '~/lib/kernel/log'
import { observe, secondsSince } from '~/lib/kernel/metrics/recorder'
import { inScope } from '~/lib/kernel/request-scope'
import { systemContext } from '~/lib/kernel/system-context'
import { systemNow } from '~/lib/kernel/time/clock'
import { continueTrace, inSpan, outsideTrace } from '~/lib/kernel/tracing/tracer'
import { queueLogger } from './queue-logger'
import { tasks } from './task-list'
import type { Task } from './tasks/task'
import { deferWhileHeld } from './while-held'

export type Queue = {
  /** Ids of this process as a holder of jobs in the queue. */
  poolIds(): string[]
  /** When this process last took a job; null before the first. */
  lastTakenAt(): Date | null
  /**
   * Reports jobs that the database assigns to this process. Unknown ones were assigned or finished while the connection
   * was lost: the queue is reopened under another id, and the old id counts as dead.
   */
  dropLost(jobIds: readonly string[]): void
  stop(): Promise<void>
}

export type QueueLimits = {
  connectMs: number
  queryMs: number
  /** Time limit of a graceful stop; afterwards the queue is killed, with the same limit. */
  stopMs: number
  /** A queue with a free place that has not read the jobs for this long is reopened. */
  silenceMs: number
  /** The queue looks for jobs by itself; otherwise it is woken. */
  pollMs: number
  /** How often the connection that listens is tested: one that a firewall dropped without a word hears no wake-up. */
  listenCheckMs: number
}

type Options = {
  databaseUrl: string
  concurrentJobs: number
  nudgeSagas: () => void
  limits?: QueueLimits
}

const pauseMs = 1_000
/** Each of the ten places of a queue looks this often; `due jobs` wakes all queues for what waits. */
const pollMs = 45_000
/** No wake-up arrives through a pooler. */
const pooledPollMs = 2_000
/** The trace of a longer job is sent although its request is not recorded. */
const slowMs = 10_000
const defaultLimits: QueueLimits = {
  connectMs: 10_000,
  queryMs: 30_000,
  stopMs: 10_000,
  silenceMs: 60_000,
  pollMs,
  listenCheckMs: 20_000,
}

/**
 * Takes jobs until stopped. When the queue's connections are lost for good (a restart of PostgreSQL at a bad moment) it
 * is reopened, every second for as long as necessary: the process does not end. Nothing here waits for the library
 * without a limit: behind a TCP proxy its own stop may never return.
 */
export function startQueue(options: Options): Queue {
  const limits = options.limits ?? defaultLimits
  const stopped = new AbortController()
  let current: OpenQueue | null = null
  let lastTakenAt: Date | null = null

  const loop = (async () => {
    while (!stopped.signal.aborted) {
      try {
        current = await openQueue(options, limits, () => {
          lastTakenAt = systemNow()
        })
        if (!stopped.signal.aborted) await current.ended
      } catch (error) {
        log.warn({ err: error }, 'the queue was lost; opening it again')
      }
      await current?.close()
      current = null
      await pause(pauseMs, undefined, { signal: stopped.signal }).catch(() => undefined)
    }
  })()

  return {
    poolIds: () => current?.poolIds() ?? [],
    lastTakenAt: () => lastTakenAt,
    dropLost: (jobIds) => current?.dropLost(jobIds),
    async stop() {
      stopped.abort()
      await current?.close()
      await loop
    },
  }
}

type OpenQueue = Pick<Queue, 'poolIds' | 'dropLost'> & {
  /** Resolves or rejects when this queue must be closed and another opened. */
  ended: Promise<void>
  close(): Promise<void>
}

/** Opens the queue once, with its own connections and id. */
async function openQueue(options: Options, limits: QueueLimits, onTaken: () => void): Promise<OpenQueue> {
  const events: WorkerEvents = new EventEmitter()
  const poolIds = new Set<string>()
  const inHand = new Set<string>()
  let lookedAt = Date.now()
  // Until the connection that listens is there, no wake-up arrives: the places look as often as through a pooler.
  let isDeaf = true
  let listening: QueueClient | null = null
  let lookEarly = () => {}
  events.on('pool:listen:error', () => {
    isDeaf = true
    listening = null
  })
  events.on('pool:listen:success', ({ client }) => {
    isDeaf = false
    listening = client
  })
  events.on('pool:create', ({ workerPool }) => {
    poolIds.add(workerPool.id)
    lookEarly = () => workerPool.nudge(options.concurrentJobs)
  })
  events.on('worker:getJob:empty', () => {
    lookedAt = Date.now()
  })
  events.on('job:start', ({ job }) => {
    inHand.add(job.id)
    lookedAt = Date.now()
    onTaken()
  })
  events.on('job:complete', ({ job }) => inHand.delete(job.id))

  const pool = openQueuePool(options.databaseUrl, options.concurrentJobs, limits)
  let runner: Runner
  try {
    runner = await run({
      pgPool: pool.pgPool,
      concurrency: options.concurrentJobs,
      pollInterval: (await warnIfPooled(pool)) ? pooledPollMs : limits.pollMs,
      noHandleSignals: true,
      taskList: taskList(options.nudgeSagas),
      events,
      logger: queueLogger,
      // A failed batch completion ends this queue; a failed single completion would be an unhandled rejection.
      preset: { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
    })
  } catch (error) {
    await pool.cut()
    throw error
  }
  let giveUp: (reason: string) => void = () => undefined
  const givenUp = new Promise<never>((_, reject) => {
    giveUp = (reason) => reject(new Error(reason))
  })
  // The library stops its pool after an error, and its own promise waits for that without a limit.
  events.on('pool:gracefulShutdown', ({ message }) => giveUp(message))
  // Its connections would stay there; others find where the address leads now.
  const leaveStandby = ({ error }: { error: unknown }) => {
    if (isStandbyError(error)) giveUp('the queue reached a standby')
  }
  events.on('worker:getJob:error', leaveStandby)
  events.on('pool:listen:error', leaveStandby)
  const watch = setInterval(() => {
    if (inHand.size < options.concurrentJobs && Date.now() - lookedAt > limits.silenceMs)
      giveUp('the queue has not read its jobs')
  }, pauseMs)
  const deafWatch = setInterval(() => {
    if (!isDeaf || closing !== null) return
    try {
      lookEarly()
    } catch (error) {
      // A place that has ended cannot look; the queue is about to be reopened.
      log.debug({ err: error }, 'the queue could not look for jobs')
    }
  }, pooledPollMs)
  const listenCheck = setInterval(async () => {
    const client = listening
    if (!client || isDeaf || closing !== null) return
    // Until it answers, the places look as often as without it.
    isDeaf = true
    try {
      await client.query('select 1')
      if (listening === client) isDeaf = false
    } catch (error) {
      log.debug({ err: error }, 'the connection that listens did not answer')
      if (listening === client) giveUp('the connection that listens did not answer')
    }
  }, limits.listenCheckMs)
  const ended = Promise.race([runner.promise, givenUp])
  ended.catch(() => undefined)
  let suspected = new Set<string>()
  let closing: Promise<void> | null = null

  return {
    ended,
    poolIds: () => [...poolIds],
    dropLost(jobIds) {
      const unknown = jobIds.filter((id) => !inHand.has(id))
      // A job that ended between the read and now is unknown once; a lost one stays unknown.
      const lost = unknown.filter((id) => suspected.has(id))
      suspected = new Set(unknown)
      if (lost.length > 0) giveUp(`the queue assigned jobs that never arrived: ${lost.join(', ')}`)
    },
    close() {
      closing ??= closeRunner(runner, limits.stopMs).then(async () => {
        clearInterval(watch)
        clearInterval(deafWatch)
        clearInterval(listenCheck)
        // From now on these ids count as dead, even if one of their tasks is still running.
        poolIds.clear()
        await pool.cut()
      })
      return closing
    },
  }
}

async function warnIfPooled(pool: ReturnType<typeof openQueuePool>): Promise<boolean> {
  const isPooled = await pool.isPooled()
  if (isPooled)
    log.warn(
      'QUEUE_DATABASE_URL leads through a pooler: jobs may wait for the next poll, connect the queue directly',
    )
  return isPooled
}

/** Stops the runner, otherwise kills it, otherwise abandons it: its connections are cut. */
async function closeRunner(runner: Runner, limitMs: number): Promise<void> {
  for (const end of ['stop', 'kill'] as const) {
    // A runner that is already stopping rejects a second stop at once; its promise resolves when it has ended.
    const ending = Promise.allSettled([runner[end](), runner.promise]).then(() => true)
    const hasEnded = await Promise.race([ending, pause(limitMs, false, { ref: false })])
    if (hasEnded) return
    log.warn({ end }, 'the queue did not end in time')
  }
}

async function measured(task: string, work: () => Promise<void>): Promise<void> {
  const startedAt = performance.now()
  let outcome = 'failed'
  try {
    await work()
    outcome = 'ok'
  } finally {
    observe('jobSeconds', { task, outcome }, secondsSince(startedAt))
  }
}

function taskList(nudgeSagas: () => void): TaskList {
  return Object.fromEntries(
    jobNames.map((name) => [
      name,
      async (enqueued: unknown, helpers) => {
        const { traceparent, ...payload } = enqueued as { traceparent?: unknown }
        const ctx = systemContext(`job ${name}`, systemNow(), `job:${helpers.job.id}`)
        // The database accepts known names only, each enqueued with its own type of payload.
        const job = { name, payload: enqueued as never, key: helpers.job.key ?? `held:${helpers.job.id}` }
        const scope = { jobId: helpers.job.id, task: name }
        const attributes = {
          'messaging.destination.name': name,
          'messaging.message.id': helpers.job.id,
          'andromede.attempt': helpers.job.attempts,
        }
        const work = () =>
          (tasks[name] as Task<typeof name>)(payload as never, {
            ctx,
            // The runner outlives the job: its lines and transactions are not the job's.
            nudgeSagas: () => outsideTrace(() => inScope({}, nudgeSagas)),
          })
        await inScope(scope, () =>
          measured(name, async () => {
            if (await deferWhileHeld(ctx, job)) return
            await continueTrace(traceparent, () =>
              inSpan(`job ${name}`, { kind: 'consumer', attributes, slowMs }, work),
            )
          }),
        )
      },
    ]),
  ) satisfies TaskList
}
