import { sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'

/** Hand a job to the queue inside `tx`; the database accepts known names only. */
export async function callEnqueueJob(
  tx: Tx,
  name: string,
  payload: unknown,
  key: string,
  runAt: Date | null,
): Promise<void> {
  await tx.execute(
    sql`select queue_api.enqueue_job(${name}, ${JSON.stringify(payload)}::json, ${key}, ${runAt?.toISOString() ?? null}::timestamptz)`,
  )
}

/** Hand several jobs of a name to the queue inside `tx`, to be run at once. */
export async function callEnqueueJobs(
  tx: Tx,
  name: string,
  jobs: readonly { payload: unknown; jobKey: string }[],
): Promise<void> {
  const asked = JSON.stringify(jobs.map(({ payload, jobKey: key }) => ({ payload, key })))
  await tx.execute(sql`select queue_api.enqueue_jobs(${name}, ${asked}::jsonb)`)
}
