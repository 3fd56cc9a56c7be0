import { countEnqueuedJob, type Tx } from '~/db/client'
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
  await callEnqueueJob(tx, name, payload, jobKey, runAt)
}

/** The same for several jobs that may run at once, in one statement. */
export async function enqueueAll<N extends JobName>(
  tx: Tx,
  name: N,
  jobs: readonly { payload: JobPayloads[N]; jobKey: string }[],
): Promise<void> {
  countEnqueuedJob(jobs.length)
  await callEnqueueJobs(tx, name, jobs)
}
