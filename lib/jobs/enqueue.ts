import { countEnqueuedJob, type Tx } from '~/db/client'
import { inLeafSpan } from '~/lib/kernel/tracing/tracer'
import type { JobName, JobPayloads } from './names'
import { callEnqueueJob, callEnqueueJobs } from './queries/jobs'

/**
 * Enqueues a job that becomes visible when `tx` commits. `jobKey` makes it unique while it waits: a second enqueue with
 * the same key replaces the first. `runAt` null means at once.
 */
export async function enqueue<N extends JobName>(
  tx: Tx,
  name: N,
  payload: JobPayloads[N],
  jobKey: string,
  runAt: Date | null = null,
): Promise<void> {
  countEnqueuedJob()
  await inLeafSpan(`enqueue ${name}`, producing(name), (traceparent) =>
    callEnqueueJob(tx, name, withTrace(payload, traceparent), jobKey, runAt),
  )
}

/**
 * Enqueues a claimed job again, unchanged: its trace goes on where it was enqueued first. A span for each time would make a
 * trace endless.
 */
export async function deferJob<N extends JobName>(
  tx: Tx,
  name: N,
  payload: JobPayloads[N] & { traceparent?: unknown },
  jobKey: string,
  runAt: Date,
): Promise<void> {
  countEnqueuedJob()
  await callEnqueueJob(tx, name, payload, jobKey, runAt)
}

/** Enqueues several jobs that may run at once, in one statement. */
export async function enqueueAll<N extends JobName>(
  tx: Tx,
  name: N,
  jobs: readonly { payload: JobPayloads[N]; jobKey: string }[],
): Promise<void> {
  countEnqueuedJob(jobs.length)
  await inLeafSpan(`enqueue ${name}`, producing(name, jobs.length), (traceparent) =>
    callEnqueueJobs(
      tx,
      name,
      jobs.map(({ payload, jobKey }) => ({ payload: withTrace(payload, traceparent), jobKey })),
    ),
  )
}

const producing = (name: JobName, jobs = 1) =>
  ({
    kind: 'producer',
    attributes: { 'messaging.destination.name': name, 'messaging.batch.message_count': jobs },
  }) as const

/** Where the trace goes on in the worker; a worker of an older version reads past it. */
function withTrace<P extends object>(
  payload: P,
  traceparent: string | undefined,
): P & { traceparent?: string } {
  return traceparent ? { ...payload, traceparent } : payload
}
