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
