import { sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { workerHeartbeats } from '~/db/schema/provisioning'

export async function listHeartbeats(tx: Tx) {
  return tx.select().from(workerHeartbeats)
}

/** When the oldest due job that no worker holds became due. */
export async function callOldestDueJob(tx: Tx): Promise<Date | null> {
  const [row] = await tx.execute<{ at: Date | null }>(sql`select queue_api.oldest_due_job() as at`)
  return row?.at ? new Date(row.at) : null
}
