import { sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'

export type FailedJobRow = {
  id: string
  task: string
  attempts: number
  max_attempts: number
  last_error: string
  run_at: Date
  created_at: Date
  locked_at: Date | null
}

/** Jobs whose last attempt failed, by the queue's own function. */
export async function callListFailedJobs(tx: Tx): Promise<FailedJobRow[]> {
  return tx.execute<FailedJobRow>(sql`
    select id::text, task, attempts, max_attempts, last_error, run_at, created_at, locked_at
    from queue_api.list_failed_jobs()`)
}

/** Makes the job due at once with all its attempts; false when it no longer exists (it succeeded meanwhile). */
export async function callRetryJob(tx: Tx, jobId: string): Promise<boolean> {
  const failed = await tx.execute<{ id: string }>(
    sql`select id::text from queue_api.list_failed_jobs() where id = ${jobId}::bigint`,
  )
  if (failed.length === 0) return false
  await tx.execute(sql`select queue_api.retry_job(${jobId}::bigint)`)
  return true
}
