import { getTableColumns, sql } from 'drizzle-orm'
import type { Tx } from '~/db/client'
import { workerHeartbeats } from '~/db/schema/provisioning'

/** The heartbeats, with the codes of the zones that each worker serves. */
export async function listHeartbeats(tx: Tx) {
  return tx
    .select({
      ...getTableColumns(workerHeartbeats),
      assignedZones: sql<string[]>`array(
        select z.code from zones z where z.id = any (${workerHeartbeats.assignedZones}) order by z.code)`,
    })
    .from(workerHeartbeats)
}

/** When the oldest due job that no worker holds became due. */
export async function callOldestDueJob(tx: Tx): Promise<Date | null> {
  const [row] = await tx.execute<{ at: Date | null }>(sql`select queue_api.oldest_due_job() as at`)
  return row?.at ? new Date(row.at) : null
}
