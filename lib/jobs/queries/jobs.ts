import { sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { executeText } from '~/db/execute-raw'

/** Enqueues a job inside `tx`; the database accepts known names only. */
export async function callEnqueueJob(
  tx: Tx,
  name: string,
  payload: unknown,
  key: string,
  runAt: Date | null,
): Promise<void> {
  await executeText(tx, 'select queue_api.enqueue_job($1, $2::json, $3, $4::timestamptz)', [
    name,
    JSON.stringify(payload),
    key,
    runAt?.toISOString() ?? null,
  ])
}

/** Enqueues several jobs with one name inside `tx`, to run at once. */
export async function callEnqueueJobs(
  tx: Tx,
  name: string,
  jobs: readonly { payload: unknown; jobKey: string }[],
): Promise<void> {
  const payloads = JSON.stringify(jobs.map(({ payload, jobKey: key }) => ({ payload, key })))
  await tx.execute(sql`select queue_api.enqueue_jobs(${name}, ${payloads}::jsonb)`)
}
